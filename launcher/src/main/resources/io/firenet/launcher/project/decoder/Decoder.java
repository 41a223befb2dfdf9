package org.example;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Features;
import io.firenet.decoder.Objective;
import io.firenet.network.Blocks;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import io.firenet.network.Output;
import java.util.List;

/** The head that a dataset trains with if its descriptor names {@code __NAME__}. */
@ServiceProvider(DecoderProvider.class)
public final class __CLASS__ implements DecoderProvider {

  @Override
  public String name() {
    return "__NAME__";
  }

  @Override
  public String description() {
    return "__TITLE__"; // FILL IN: one line for people
  }

  @Override
  public Objective objective() {
    return Objective.SEGMENTATION; // or CLASSIFICATION or REGRESSION, of the image as a whole
  }

  /** FILL IN: your head; this one is the smallest that uses all the features. */
  @Override
  public List<Output> build(Blocks blocks, Features features, int classes) {
    Node full = features.full(); // [channels, size]
    int channels = full.shape().channels();
    Node half = blocks.convBlock("half", 1, 1, 1, channels, features.half()); // [channels, size/2]
    Node fabric = blocks.convBlock("fabric", 1, 1, 1, channels, features.fabric());
    Node context = blocks.net().resize("context", 2, fabric); // [channels, size/2]
    Node coarse = blocks.net().add("coarse", new Layer.Add(), half, context);
    Node up = blocks.net().resize("up", 1, coarse); // [channels, size]
    Node fine = blocks.net().add("fine", new Layer.Add(), up, full);
    return List.of(
        new Output("logits", blocks.net().pointwise("logits", classes, fine), false),
        new Output("logits_half", blocks.net().pointwise("logits_half", classes, coarse), true));
  }
}
