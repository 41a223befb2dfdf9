package io.firenet.core.training;

import io.firenet.core.fabric.FabricNetwork;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Fingerprint;
import io.firenet.network.NetworkRequest;

/** FIRENet as it comes, for tests. */
final class FireNetOf {

  private FireNetOf() {}

  static DatasetNetwork segmenting(DatasetDescriptor dataset) {
    FabricNetwork network = new FabricNetwork();
    return new DatasetNetwork(
        network,
        new NetworkRequest(
            dataset.channels().size(),
            new SegmentationDecoder(),
            dataset.labels().size(),
            network.defaults(),
            Fingerprint.ofCubes(180)));
  }
}
