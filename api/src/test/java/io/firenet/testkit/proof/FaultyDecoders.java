package io.firenet.testkit.proof;

import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Features;
import io.firenet.decoder.Objective;
import io.firenet.network.Blocks;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import java.util.List;

/** A faultless decoder, and its descendants with one mistake each. */
final class FaultyDecoders {

  private FaultyDecoders() {}

  /** Widens the fabric to full size, and is supervised there too. */
  public static class ToyDecoder implements DecoderProvider {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public String description() {
      return "the smallest head there is";
    }

    @Override
    public Objective objective() {
      return Objective.SEGMENTATION;
    }

    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      Node coarse = blocks.net().pointwise("coarse", classes, features.fabric());
      Node logits = blocks.net().resize("logits", 1, coarse);
      return List.of(new Output("logits", logits, false), new Output("coarse", coarse, true));
    }
  }

  public static class SpacedName extends ToyDecoder {
    @Override
    public String name() {
      return "My Decoder";
    }
  }

  public static class TwoLineDescription extends ToyDecoder {
    @Override
    public String description() {
      return "one\ntwo";
    }
  }

  public static class TwoFinalOutputs extends ToyDecoder {
    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      return super.build(blocks, features, classes).stream()
          .map(output -> new Output(output.name(), output.node(), false))
          .toList();
    }
  }

  public static class OneOutputName extends ToyDecoder {
    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      return super.build(blocks, features, classes).stream()
          .map(output -> new Output("logits", output.node(), output.auxiliary()))
          .toList();
    }
  }

  public static class AlwaysThreeClasses extends ToyDecoder {
    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      return super.build(blocks, features, 3);
    }
  }

  public static class CoarseOutput extends ToyDecoder {
    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      Node coarse = blocks.net().pointwise("coarse", classes, features.fabric());
      return List.of(new Output("logits", coarse, false));
    }
  }

  public static class UnreadOutput extends ToyDecoder {
    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      Output own = super.build(blocks, features, classes).get(0);
      return List.of(new Output("scores", own.node(), false));
    }
  }

  public static class UnpooledClassification extends ToyDecoder {
    @Override
    public Objective objective() {
      return Objective.CLASSIFICATION;
    }
  }

  public static class DefaultChannelsOnly extends ToyDecoder {
    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      Node d1 = blocks.residual("d1", 1, 64, features.half());
      Node up = blocks.net().resize("up", 2, features.fabric());
      Node sum = blocks.net().add("sum", new Layer.Add(), d1, up);
      Node logits = blocks.net().pointwise("logits", classes, sum);
      return List.of(new Output("logits", blocks.net().resize("full", 1, logits), false));
    }
  }

  public static class PartOfTheTrunk extends ToyDecoder {
    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      return blocks.net().part(Part.TRUNK, "x", () -> super.build(blocks, features, classes));
    }
  }

  public static class OutputOfTheTrunk extends ToyDecoder {
    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      Output own = super.build(blocks, features, classes).get(0);
      return List.of(own, new Output("fabric", features.fabric(), true));
    }
  }

  public static class CountsItsHeads extends ToyDecoder {
    private int heads;

    @Override
    public List<Output> build(Blocks blocks, Features features, int classes) {
      return blocks.net().scope("head" + heads++, () -> super.build(blocks, features, classes));
    }
  }
}
