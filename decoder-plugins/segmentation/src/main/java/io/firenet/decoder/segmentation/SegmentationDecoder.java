package io.firenet.decoder.segmentation;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.FabricDecoder;
import io.firenet.decoder.Features;
import io.firenet.decoder.Objective;
import io.firenet.network.Blocks;
import io.firenet.network.Output;
import java.util.List;

/** The paper's head: one class per voxel, by its decoder. */
@ServiceProvider(DecoderProvider.class)
public final class SegmentationDecoder implements DecoderProvider {

  @Override
  public String name() {
    return "segmentation";
  }

  @Override
  public String description() {
    return "one class per voxel, as in the paper";
  }

  @Override
  public Objective objective() {
    return Objective.SEGMENTATION;
  }

  @Override
  public List<Output> build(Blocks blocks, Features features, int classes) {
    return FabricDecoder.build(blocks, features, classes);
  }
}
