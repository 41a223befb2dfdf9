package io.firenet.decoder.regression;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Features;
import io.firenet.decoder.Objective;
import io.firenet.network.Blocks;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import io.firenet.network.Output;
import java.util.List;

/**
 * The mean of the fabric's features over all voxels, and each value from it. The paper names such
 * heads as future work; this one is ours. Shapes in the comments are those of the default settings.
 */
@ServiceProvider(DecoderProvider.class)
public final class RegressionDecoder implements DecoderProvider {

  @Override
  public String name() {
    return "regression";
  }

  @Override
  public String description() {
    return "one or several values for the image as a whole";
  }

  @Override
  public Objective objective() {
    return Objective.REGRESSION;
  }

  @Override
  public List<Output> build(Blocks blocks, Features features, int count) {
    int channels = features.fabric().shape().channels();
    Node refined = blocks.residual("refined", 1, channels, features.fabric()); // [64, n/4]
    Node mean = blocks.net().add("mean", new Layer.GlobalAveragePool(), refined); // [64, 1]
    Node values = blocks.net().pointwise("values", count, mean); // [K, 1]
    return List.of(new Output("values", values, false));
  }
}
