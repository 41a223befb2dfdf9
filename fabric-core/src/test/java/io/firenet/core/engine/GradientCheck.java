package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.engine.loss.LabelPyramid;
import io.firenet.core.engine.loss.LossReference;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.network.RandomWeights;
import io.firenet.core.network.ReferenceNetwork;
import io.firenet.dataset.Region;
import io.firenet.dataset.Target;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Compares the engine's loss and float32 gradients with central differences of the reference, which
 * computes in double precision.
 */
public final class GradientCheck {

  private static final int SAMPLES = 8; // values checked of each weight
  private static final double STEP = 1e-5; // small enough to step over few kinks

  private final Network network;
  private final GridSize size;
  private final float[] image;
  private final short[] labels;
  private final List<Region> regions = new ArrayList<>();
  private final Map<String, float[]> weights = new HashMap<>();

  GradientCheck(Network network, GridSize size, long seed) {
    this.network = network;
    this.size = size;
    Random random = new Random(seed);
    int voxels = (int) size.voxels();
    image = new float[network.input().shape().channels() * voxels];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    int classes = network.outputs().get(0).node().shape().channels();
    labels = new short[voxels];
    for (int v = 0; v < voxels; v++) {
      labels[v] = (short) random.nextInt(classes);
    }
    RandomWeights fresh = new RandomWeights(seed);
    network.weights().forEach(w -> weights.put(w.name(), fresh.apply(w)));
  }

  /** Outputs are regions that overlap from now on: of labels 1 and more, 2 and more, and so on. */
  GradientCheck ofRegions() {
    int count = network.outputs().get(0).node().shape().channels();
    for (int r = 1; r <= count; r++) {
      regions.add(new Region("r" + r, IntStream.rangeClosed(r, count).boxed().toList(), r));
    }
    Random random = new Random(3);
    for (int v = 0; v < labels.length; v++) {
      labels[v] = (short) random.nextInt(count + 2); // the last is in no region
    }
    return this;
  }

  private Target target() {
    LabelMap map = new LabelMap(ImageGeometry.axisAligned(size, 1), labels);
    return regions.isEmpty() ? new Target.Labels(map) : new Target.Regions(map, regions);
  }

  /** Two of three voxels do not count from now on. */
  GradientCheck ignoringMost() {
    for (int v = 0; v < labels.length; v++) {
      labels[v] = v % 3 == 1 ? labels[v] : LabelMap.IGNORED;
    }
    return this;
  }

  /** In float32, the loss to 1e-4. */
  void run(double tolerance) {
    run(Precision.F32, 1e-4, tolerance);
  }

  /**
   * Checks the loss to {@code lossTolerance} and each sampled gradient to {@code tolerance}
   * relative to the largest gradient of its weight (at least 1e-3, below which float32 sums drown
   * in rounding).
   */
  void run(Precision precision, double lossTolerance, double tolerance) {
    run(precision, Compute.here(), lossTolerance, tolerance);
  }

  void run(Precision precision, Compute compute, double lossTolerance, double tolerance) {
    try (TrainingEngine engine =
        new TrainingEngine(Map.of("test", network), 1, Map.of(), precision, compute)) {
      TrainableNetwork head = engine.network("test");
      weights.forEach((name, values) -> head.weight(name).set(values));
      double loss = head.gradients(image, target(), size).total();
      ReferenceNetwork reference = new ReferenceNetwork(network, w -> weights.get(w.name()));
      Map<Node, double[]> run = reference.run(image, size);
      assertEquals(loss(run), loss, lossTolerance, "loss");
      for (Node node : network.nodes()) {
        for (WeightSpec spec : node.weights()) {
          DoubleSupplier changed = () -> loss(reference.rerun(run, node, image, size));
          check(spec, head.weight(spec.name()), changed, tolerance);
        }
      }
    }
  }

  private void check(WeightSpec spec, Weight weight, DoubleSupplier loss, double tolerance) {
    float[] values = weights.get(spec.name());
    Random random = new Random(spec.name().hashCode());
    float[] gradient = weight.gradient();
    double scale = 1e-3;
    for (float g : gradient) {
      assertTrue(Float.isFinite(g), () -> spec.name() + " has a gradient that is not finite");
      scale = Math.max(scale, Math.abs(g));
    }
    for (int s = 0; s < Math.min(SAMPLES, values.length); s++) {
      int i = values.length <= SAMPLES ? s : random.nextInt(values.length);
      double numeric = centralDifference(values, i, loss);
      assertEquals(numeric, gradient[i], tolerance * scale, spec.name() + "[" + i + "]");
    }
  }

  private static double centralDifference(float[] values, int i, DoubleSupplier loss) {
    float centre = values[i];
    values[i] = (float) (centre + STEP);
    double up = values[i];
    double lossUp = loss.getAsDouble();
    values[i] = (float) (centre - STEP);
    double down = values[i];
    double lossDown = loss.getAsDouble();
    values[i] = centre;
    return (lossUp - lossDown) / (up - down);
  }

  private double loss(Map<Node, double[]> run) {
    double loss = 0;
    for (Output output : network.outputs()) {
      Node node = output.node();
      short[] target = LabelPyramid.nearest(labels, size, node.shape().at(size));
      loss +=
          regions.isEmpty()
              ? LossReference.evaluate(run.get(node), node.shape().channels(), target)
              : LossReference.evaluate(run.get(node), regions, target);
    }
    return loss;
  }
}
