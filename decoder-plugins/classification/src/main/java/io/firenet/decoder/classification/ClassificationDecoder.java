package io.firenet.decoder.classification;

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
 * The mean of the fabric's features over all voxels, and a logit for each class from it. The paper
 * names such heads as future work; this one is ours. Shapes in the comments are those of the
 * default settings.
 */
@ServiceProvider(DecoderProvider.class)
public final class ClassificationDecoder implements DecoderProvider {

  @Override
  public String name() {
    return "classification";
  }

  @Override
  public String description() {
    return "one class for the image as a whole";
  }

  @Override
  public Objective objective() {
    return Objective.CLASSIFICATION;
  }

  @Override
  public List<Output> build(Blocks blocks, Features features, int classes) {
    int channels = features.fabric().shape().channels();
    Node refined = blocks.residual("refined", 1, channels, features.fabric()); // [64, n/4]
    Node mean = blocks.net().add("mean", new Layer.GlobalAveragePool(), refined); // [64, 1]
    Node logits = blocks.net().pointwise("logits", classes, mean); // [K, 1]
    return List.of(new Output("logits", logits, false));
  }
}
