package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.Weight.Mean;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.network.RandomWeights;
import io.firenet.core.onnx.OnnxExporter;
import io.firenet.core.onnx.OnnxParity;
import io.firenet.core.onnx.TestCards;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kernel library must do: extend it and name the library. */
public abstract class KernelLibraryContractTests {

  private static final double LOSS_TOLERANCE = 1e-5; // relative
  private static final double GRADIENT_TOLERANCE = 1e-3; // of a weight's largest gradient
  private static final double RATE = 1e-3;
  private static final GridSize ODD = new GridSize(11, 13, 17);

  @TempDir Path folder;

  /** The library, on one of its devices. */
  protected abstract Compute compute();

  /** A library to be compared with. */
  protected Compute other() {
    return Computes.PLAIN;
  }

  /** The sizes of the images that layers are tried on: odd and tiny ones. */
  protected List<GridSize> sizes() {
    return List.of(new GridSize(5, 7, 6), new GridSize(1, 3, 2), ODD);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.firenet.core.engine.LayerCases#all")
  void gradientsAreThoseOfTheReference(String name, BiFunction<NetworkBuilder, Node[], Node> add) {
    for (GridSize size : sizes()) {
      new GradientCheck(LayerCases.around(add), size, 7).run(Precision.F32, compute(), 1e-4, 2e-3);
    }
  }

  /**
   * A rounding to bfloat16 is off by up to 2⁻⁹. The image, two kernels, the outputs of two layers,
   * and the gradients of three are rounded: 8·2⁻⁹ if all of them point the same way.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("io.firenet.core.engine.LayerCases#smooth")
  void bfloat16GradientsAreNearThoseOfTheReference(
      String name, BiFunction<NetworkBuilder, Node[], Node> add) {
    assumeTrue(hasBfloat16(), compute() + " has no bfloat16");
    double tolerance = 8 / 512.0;
    for (GridSize size : List.of(new GridSize(5, 7, 6), ODD)) {
      new GradientCheck(LayerCases.around(add), size, 7)
          .run(Precision.BF16, compute(), tolerance, tolerance);
    }
  }

  private boolean hasBfloat16() {
    return compute().library().supports(compute().device(), ElementType.BFLOAT16);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.firenet.core.engine.LayerCases#all")
  void onnxRuntimeComputesTheSame(String name, BiFunction<NetworkBuilder, Node[], Node> add)
      throws IOException {
    Network network = LayerCases.around(add);
    RandomWeights weights = new RandomWeights(3);
    Path file = folder.resolve("layer.onnx");
    OnnxExporter.write(network, weights, TestCards.of(network), file);
    try (TrainingEngine engine = engine(network, Checkpointing.OFF, compute());
        OnnxParity onnx = new OnnxParity(file)) {
      TrainableNetwork trained = engine.network("a");
      network.weights().forEach(w -> trained.weight(w.name()).set(weights.apply(w)));
      for (GridSize size : sizes()) {
        assertEquals(0, onnx.maxDifference(trained, 2, size, 5), 1e-4, size.toString());
      }
    }
  }

  private record Trained(
      List<Double> losses, Map<String, float[]> gradients, Map<String, float[]> weights) {}

  @Test
  void gradientsWithIgnoredVoxelsAreThoseOfTheReference() {
    new GradientCheck(SummedOutputs.build(), ODD, 7)
        .ignoringMost()
        .run(Precision.F32, compute(), 1e-4, 2e-3);
  }

  @Test
  void gradientsOfRegionsAreThoseOfTheReference() {
    new GradientCheck(SummedOutputs.build(), ODD, 7)
        .ofRegions()
        .run(Precision.F32, compute(), 1e-4, 2e-3);
    new GradientCheck(SummedOutputs.build(), ODD, 7)
        .ofRegions()
        .ignoringMost()
        .run(Precision.F32, compute(), 1e-4, 2e-3);
  }

  /** Nothing of this network looks beyond a voxel, so an ignored one can have no influence. */
  @Test
  void ignoredVoxelsMayHoldAnything() {
    NetworkBuilder net = new NetworkBuilder();
    Node wide = net.pointwise("wide", 8, net.input(2));
    Node active = net.add("active", new Layer.LeakyRelu(0.01), wide);
    Network network =
        net.part(
            Part.DECODER,
            "decoder",
            () -> net.build(List.of(new Output("logits", net.pointwise("l", 3, active), false))));
    short[] labels = labels();
    float[] image = image();
    for (int v = 0; v < labels.length; v += 2) {
      labels[v] = LabelMap.IGNORED;
    }
    float[] other = image.clone();
    Random random = new Random(9);
    for (int v = 0; v < labels.length; v += 2) {
      other[v] = 1e4f * random.nextFloat();
      other[labels.length + v] = -1e4f * random.nextFloat();
    }
    RandomWeights start = new RandomWeights(4);
    try (TrainingEngine engine = engine(network, Checkpointing.OFF, compute())) {
      TrainableNetwork trained = engine.network("a");
      network.weights().forEach(w -> trained.weight(w.name()).set(start.apply(w)));
      double loss = trained.gradients(image, labels, ODD).total();
      Map<String, float[]> gradients = new HashMap<>();
      network
          .weights()
          .forEach(w -> gradients.put(w.name(), trained.weight(w.name()).gradient().clone()));
      assertEquals(loss, trained.gradients(other, labels, ODD).total());
      gradients.forEach(
          (name, gradient) ->
              assertArrayEquals(gradient, trained.weight(name).gradient(), 1e-6f, name));
      Arrays.fill(labels, LabelMap.IGNORED);
      assertEquals(0, trained.gradients(image, labels, ODD).total(), "nothing is known");
    }
  }

  @Test
  void theFabricTrainsAsInAnotherLibrary() {
    FabricConfig small = new FabricConfig(8, 8, 4, 3, 2, List.of(1, 2, 4), 1e-5, 0.01);
    assertTrainAlike(FabricNetwork.build(small, 2, new SegmentationDecoder(), 3));
  }

  @Test
  void aUNetTrainsAsInAnotherLibrary() {
    assertTrainAlike(UNet.build());
  }

  private void assertTrainAlike(Network network) {
    Trained expected = train(network, other(), Checkpointing.OFF);
    for (Checkpointing checkpointing : Checkpointing.values()) {
      Trained found = train(network, compute(), checkpointing);
      for (int i = 0; i < expected.losses.size(); i++) {
        double loss = expected.losses.get(i);
        assertEquals(loss, found.losses.get(i), LOSS_TOLERANCE * loss, "loss of step " + i);
      }
      expected.gradients.forEach(
          (weight, gradient) -> {
            assertArrayEquals(
                gradient,
                found.gradients.get(weight),
                (float) (GRADIENT_TOLERANCE * largest(gradient)),
                "gradient of " + weight);
            assertMovedAlike(gradient, expected.weights.get(weight), found.weights.get(weight));
          });
    }
  }

  /** Adam's first step has the sign of the gradient, which must be clear. */
  private static void assertMovedAlike(float[] gradient, float[] expected, float[] found) {
    double clear = 2 * GRADIENT_TOLERANCE * largest(gradient);
    for (int i = 0; i < gradient.length; i++) {
      double tolerance = Math.abs(gradient[i]) > clear ? 1e-3 * RATE : 2 * RATE;
      assertEquals(expected[i], found[i], tolerance + 1e-6);
    }
  }

  private static double largest(float[] values) {
    double largest = 1e-3;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** One step, and the gradients after it. */
  private static Trained train(Network network, Compute compute, Checkpointing checkpointing) {
    RandomWeights start = new RandomWeights(4);
    try (TrainingEngine engine = engine(network, checkpointing, compute)) {
      TrainableNetwork trained = engine.network("a");
      network.weights().forEach(w -> trained.weight(w.name()).set(start.apply(w)));
      double first = trained.step(image(), labels(), ODD, RATE).total();
      Map<String, float[]> gradients = new HashMap<>();
      Map<String, float[]> weights = new HashMap<>();
      for (WeightSpec spec : network.weights()) {
        gradients.put(spec.name(), trained.weight(spec.name()).gradient());
        weights.put(spec.name(), trained.weight(spec.name()).values());
      }
      double second = trained.gradients(image(), labels(), ODD).total();
      return new Trained(List.of(first, second), gradients, weights);
    }
  }

  private static TrainingEngine engine(
      Network network, Checkpointing checkpointing, Compute compute) {
    return new TrainingEngine(
        Map.of("a", network), 1, Map.of("a", checkpointing), Precision.F32, compute);
  }

  /** Of a size at which the smallest branch has some voxels: norms of one or two are chaotic. */
  @Test
  void theDefaultNetworkStepsInBfloat16() {
    assumeTrue(hasBfloat16(), compute() + " has no bfloat16");
    Network network = FabricNetwork.build(FabricConfig.DEFAULT, 2, new SegmentationDecoder(), 3);
    double expected = firstLoss(network, Precision.F32);
    assertEquals(expected, firstLoss(network, Precision.BF16), 0.005 * expected);
  }

  private double firstLoss(Network network, Precision precision) {
    GridSize size = new GridSize(24, 20, 28);
    try (TrainingEngine engine =
        new TrainingEngine(Map.of("a", network), 1, Map.of(), precision, compute())) {
      return engine.network("a").step(image(size), labels(size), size, RATE).total();
    }
  }

  @Test
  void weightsFollowTheirGradientsDecayAndAreAveraged() {
    Network network = UNet.build();
    Optimiser optimiser = new Optimiser(Adam.DEFAULT, 0.5, 0.9);
    try (TrainingEngine engine =
        new TrainingEngine(
            Map.of("a", network), 1, Map.of(), Precision.F32, compute(), optimiser)) {
      TrainableNetwork trained = engine.network("a");
      Map<String, OptimiserReference> references = new HashMap<>();
      for (WeightSpec spec : network.weights()) {
        float[] start = trained.weight(spec.name()).values();
        references.put(spec.name(), new OptimiserReference(optimiser, spec.decays(), start));
      }
      for (int step = 0; step < 21; step++) {
        trained.step(image(), labels(), ODD, RATE);
        references.forEach(
            (name, reference) -> reference.follow(trained.weight(name).gradient(), RATE));
      }
      references.forEach(
          (name, reference) -> {
            assertArrayEquals(reference.values(), trained.weight(name).values(), 2e-5f, name);
            assertArrayEquals(
                reference.average(), trained.weight(name).mean(Mean.VALUE), 2e-5f, name);
          });
      float[] values = WeightCopy.of(engine.trunk());
      engine.withAverages(
          () -> {
            references.forEach(
                (name, reference) ->
                    assertArrayEquals(
                        reference.average(), trained.weight(name).values(), 2e-5f, name));
            return null;
          });
      assertArrayEquals(values, WeightCopy.of(engine.trunk()));
    }
  }

  private static float[] image() {
    return image(ODD);
  }

  private static float[] image(GridSize size) {
    return image(size, new Random(1));
  }

  private static float[] image(GridSize size, Random random) {
    float[] image = new float[2 * (int) size.voxels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private static short[] labels() {
    return labels(ODD);
  }

  private static short[] labels(GridSize size) {
    Random random = new Random(1);
    image(size, random); // comes first
    short[] labels = new short[(int) size.voxels()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) random.nextInt(3);
    }
    return labels;
  }

  @Test
  void anotherLibraryGoesOnWhereThisOneStopped() {
    Network network = UNet.build();
    try (TrainingEngine alone = engine(network, Checkpointing.OFF, other());
        TrainingEngine first = engine(network, Checkpointing.OFF, compute());
        TrainingEngine second = engine(network, Checkpointing.OFF, other())) {
      for (int step = 0; step < 3; step++) {
        alone.network("a").step(image(), labels(), ODD, 1e-4);
        first.network("a").step(image(), labels(), ODD, 1e-4);
      }
      copy(network, first.network("a"), second.network("a"));
      second.trunk().setUpdates(first.trunk().updates());
      second.network("a").own().setUpdates(first.network("a").own().updates());
      double expected = alone.network("a").step(image(), labels(), ODD, 1e-4).total();
      double found = second.network("a").step(image(), labels(), ODD, 1e-4).total();
      assertEquals(expected, found, 1e-4 * expected);
      assertEquals(4, second.trunk().updates());
      assertEquals(
          alone.network("a").gradients(image(), labels(), ODD).total(),
          second.network("a").gradients(image(), labels(), ODD).total(),
          1e-4 * expected);
    }
  }

  private static void copy(Network network, TrainableNetwork from, TrainableNetwork to) {
    for (WeightSpec spec : network.weights()) {
      var source = from.weight(spec.name());
      var target = to.weight(spec.name());
      target.set(source.values());
      for (Mean moment : List.of(Mean.GRADIENT, Mean.SQUARED_GRADIENT)) {
        target.setMean(moment, source.mean(moment));
        assertArrayEquals(source.mean(moment), target.mean(moment));
      }
    }
  }

  @Test
  void aFrozenTrunkStaysAndTheRestTrains() {
    Network network = UNet.build();
    try (TrainingEngine engine = engine(network, Checkpointing.OFF, compute())) {
      engine.freezeTrunk();
      float[] trunk = WeightCopy.of(engine.trunk());
      engine.network("a").step(image(), labels(), ODD, RATE);
      assertArrayEquals(trunk, WeightCopy.of(engine.trunk()));
      assertEquals(0, engine.trunk().updates());
      assertEquals(1, engine.network("a").own().updates());
    }
  }
}
