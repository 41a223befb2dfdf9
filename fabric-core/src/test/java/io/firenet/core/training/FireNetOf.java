package io.firenet.core.training;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.training.sample.DatasetNetwork;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.decoder.segmentation.SegmentationDecoder;

/** FIRENet as it comes, for tests. */
public final class FireNetOf {

  private FireNetOf() {}

  public static DatasetNetwork segmenting(DatasetDescriptor dataset) {
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
