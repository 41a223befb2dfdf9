package io.firenet.testkit;

import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Features;
import io.firenet.decoder.Objective;
import io.firenet.network.Blocks;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import io.firenet.network.Output;
import java.util.List;
import java.util.Locale;

/**
 * The smallest head for an objective, for networks that take any.
 *
 * @param objective what it is for
 */
public record PlainDecoder(Objective objective) implements DecoderProvider {

  @Override
  public String name() {
    return "plain-" + objective.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String description() {
    return "one pointwise convolution";
  }

  @Override
  public List<Output> build(Blocks blocks, Features features, int classes) {
    Node x =
        objective.wholeImage()
            ? blocks.net().add("pool", new Layer.GlobalAveragePool(), features.fabric())
            : blocks.net().resize("wide", 1, features.fabric());
    return List.of(new Output("logits", blocks.net().pointwise("logits", classes, x), false));
  }
}
