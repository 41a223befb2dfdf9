package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.Weight.Mean;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps that use up the gradients of large weights one by one. */
class GradualUpdateTests {

  private static final GridSize SIZE = new GridSize(9, 10, 11);
  private static final Network NETWORK = network();
  private static final String LARGE = "large.weight";
  private static final double RATE = 1e-2;

  /** Two weights of more than 65536 values, and small ones before, between and after them. */
  private static Network network() {
    NetworkBuilder net = new NetworkBuilder();
    Node narrow = net.conv("narrow", 3, 1, 1, 8, net.input(1));
    Node wide = net.pointwise("wide", 64, narrow);
    Node large = net.conv("large", 3, 2, 1, 64, wide);
    Node normed = net.add("norm", new Layer.InstanceNorm(1e-5), large);
    Node active = net.add("active", new Layer.LeakyRelu(0.01), normed);
    Node larger = net.conv("larger", 3, 1, 1, 80, active);
    return net.part(
        Part.DECODER,
        "decoder",
        () -> net.build(List.of(new Output("logits", net.pointwise("l", 2, larger), false))));
  }

  @ParameterizedTest
  @EnumSource
  void giveTheSameToTheBitAsAnUpdateOfAllAtOnce(Checkpointing checkpointing) {
    try (TrainingEngine gradual = engine(checkpointing);
        TrainingEngine atOnce = engine(checkpointing)) {
      for (int seed = 0; seed < 3; seed++) {
        double loss = gradual.network("a").step(image(seed), labels(seed), SIZE, RATE).total();
        double expected = atOnce.network("a").gradients(image(seed), labels(seed), SIZE).total();
        atOnce.update(atOnce.trunk(), RATE);
        atOnce.update(atOnce.network("a").own(), RATE);
        assertEquals(expected, loss);
      }
      assertEquals(3, gradual.trunk().updates());
      for (Weight weight : atOnce.trunk().weights()) {
        Weight found = gradual.trunk().weight(weight.spec().name());
        assertArrayEquals(weight.values(), found.values(), weight.spec().name());
        for (Mean mean : Mean.values()) {
          assertArrayEquals(weight.mean(mean), found.mean(mean), weight.spec().name());
        }
      }
    }
  }

  @Test
  void aGradientThatWasUsedUpIsMissedAndCanBeHadAnew() {
    try (TrainingEngine engine = engine(Checkpointing.OFF);
        TrainingEngine other = engine(Checkpointing.OFF)) {
      TrainableNetwork network = engine.network("a");
      network.step(image(1), labels(1), SIZE, 0);
      Weight large = network.weight(LARGE);
      var missed = assertThrows(IllegalStateException.class, large::gradient);
      assertTrue(missed.getMessage().contains(LARGE), missed.getMessage());
      assertThrows(IllegalStateException.class, () -> engine.update(engine.trunk(), RATE));
      network.gradients(image(1), labels(1), SIZE);
      other.network("a").gradients(image(1), labels(1), SIZE);
      assertArrayEquals(other.network("a").weight(LARGE).gradient(), large.gradient());
      large.setGradient(new float[(int) large.spec().size()]);
      assertEquals(0, large.gradient()[5]);
    }
  }

  @Test
  void aLossThatIsNotFiniteChangesNothing() {
    try (TrainingEngine engine = engine(Checkpointing.OFF)) {
      float[] before = WeightCopy.of(engine.trunk());
      float[] image = image(1);
      image[17] = Float.NaN;
      engine.network("a").step(image, labels(1), SIZE, RATE);
      assertArrayEquals(before, WeightCopy.of(engine.trunk()));
      assertEquals(0, engine.trunk().updates());
    }
  }

  @Test
  void aFrozenTrunkStaysWhileTheHeadLearns() {
    try (TrainingEngine engine = engine(Checkpointing.OFF)) {
      engine.freezeTrunk();
      float[] trunk = WeightCopy.of(engine.trunk());
      float[] own = WeightCopy.of(engine.network("a").own());
      engine.network("a").step(image(1), labels(1), SIZE, RATE);
      assertArrayEquals(trunk, WeightCopy.of(engine.trunk()));
      assertEquals(0, engine.trunk().updates());
      assertTrue(Math.abs(own[0] - WeightCopy.of(engine.network("a").own())[0]) > 0);
    }
  }

  private static TrainingEngine engine(Checkpointing checkpointing) {
    return new TrainingEngine(
        Map.of("a", NETWORK),
        1,
        Map.of("a", checkpointing),
        Precision.F32,
        Compute.here(),
        new Optimiser(Adam.DEFAULT, 0.5, 0.9));
  }

  private static float[] image(int seed) {
    Random random = new Random(seed);
    float[] image = new float[(int) SIZE.voxels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private static short[] labels(int seed) {
    Random random = new Random(seed);
    short[] labels = new short[(int) SIZE.voxels()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) random.nextInt(2);
    }
    return labels;
  }
}
