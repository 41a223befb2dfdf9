package io.firenet.decoder.regions;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.dataset.Region;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.FabricDecoder;
import io.firenet.decoder.Features;
import io.firenet.decoder.Objective;
import io.firenet.network.Blocks;
import io.firenet.network.Output;
import java.util.List;

/** A head for regions that overlap: of each voxel and region, whether the one is in the other. */
@ServiceProvider(DecoderProvider.class)
public final class RegionsDecoder implements DecoderProvider {

  @Override
  public String name() {
    return Region.DECODER;
  }

  @Override
  public String description() {
    return "regions of labels that may overlap, such as whole tumour and core";
  }

  @Override
  public Objective objective() {
    return Objective.REGIONS;
  }

  @Override
  public List<Output> build(Blocks blocks, Features features, int classes) {
    return FabricDecoder.build(blocks, features, classes);
  }
}
