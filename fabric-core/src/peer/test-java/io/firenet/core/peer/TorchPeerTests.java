package io.firenet.core.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.bench.SyntheticCase;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.network.RandomWeights;
import io.firenet.core.network.ReferenceNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** That the peer computes the network it is compared on: outputs, loss, gradients, Adam. */
class TorchPeerTests {

  private static final Network NETWORK =
      FabricNetwork.build(
          new FabricConfig(4, 8, 4, 2, 1, List.of(1, 2, 4), 1e-5, 0.01),
          1,
          new SegmentationDecoder(),
          3);
  private static final GridSize SIZE = new GridSize(13, 18, 15);
  private static final SyntheticCase CASE = SyntheticCase.of(1, SIZE, 3, 5);
  private static final Function<WeightSpec, float[]> WEIGHTS = new RandomWeights(7);

  @Test
  void outputsAreThoseOfTheDefinition() {
    Map<Node, double[]> expected = new ReferenceNetwork(NETWORK, WEIGHTS).run(CASE.image(), SIZE);
    try (TorchPeer peer = new TorchPeer(NETWORK, TorchPrecision.FLOAT64, 2, 1e-3, WEIGHTS)) {
      List<float[]> outputs = peer.outputs(CASE.image(), SIZE);
      for (int o = 0; o < outputs.size(); o++) {
        double[] wanted = expected.get(NETWORK.outputs().get(o).node());
        float[] got = outputs.get(o);
        assertEquals(wanted.length, got.length);
        for (int i = 0; i < got.length; i++) {
          assertEquals(wanted[i], got[i], 1e-5 * Math.max(1, Math.abs(wanted[i])));
        }
      }
    }
  }

  @Test
  void predictorsComputeTheDefinition() {
    Network applied = NETWORK.withoutAuxiliary();
    float[] expected = new ReferenceNetwork(applied, WEIGHTS).apply(CASE.image(), SIZE);
    try (TorchPredictor eager = new TorchPredictor(applied, 1, WEIGHTS);
        TorchScriptPredictor script = new TorchScriptPredictor(applied, 1, WEIGHTS)) {
      assertArrayEquals(expected, eager.logits(CASE.image(), SIZE), 1e-3f);
      for (int run = 0; run < 3; run++) { // TorchScript compiles in the course of the first two
        assertArrayEquals(expected, script.logits(CASE.image(), SIZE), 1e-3f);
      }
    }
  }

  @Test
  void lossIsThatOfTheDefinition() {
    Map<Node, double[]> values = new ReferenceNetwork(NETWORK, WEIGHTS).run(CASE.image(), SIZE);
    double expected = 0;
    for (var output : NETWORK.outputs()) {
      GridSize to = output.node().shape().at(SIZE);
      expected += loss(values.get(output.node()), TorchLoss.resample(CASE.labels(), SIZE, to), 3);
    }
    try (TorchPeer peer = new TorchPeer(NETWORK, TorchPrecision.FLOAT64, 2, 1e-3, WEIGHTS)) {
      assertEquals(expected, peer.loss(CASE.image(), CASE.labels(), SIZE), 1e-9);
    }
  }

  @Test
  void gradientsAreFiniteDifferencesOfTheLoss() {
    Map<String, float[]> gradients = gradients(TorchPrecision.FLOAT64);
    List<WeightSpec> weights = NETWORK.weights();
    for (int i = 0; i < weights.size(); i += 7) {
      WeightSpec weight = weights.get(i);
      int at = (int) (weight.size() / 2);
      double expected = difference(weight, at);
      double got = gradients.get(weight.name())[at];
      assertEquals(expected, got, 1e-4 * Math.abs(expected) + 1e-7, weight.name());
    }
  }

  @Test
  void singlePrecisionHasTheGradientsOfDouble() {
    Map<String, float[]> expected = gradients(TorchPrecision.FLOAT64);
    for (TorchPrecision precision :
        List.of(TorchPrecision.FLOAT32, TorchPrecision.FLOAT32_ONEDNN)) {
      Map<String, float[]> got = gradients(precision);
      assertEquals(List.copyOf(expected.keySet()), List.copyOf(got.keySet()));
      expected.forEach(
          (name, g) -> {
            double largest = 0;
            for (float v : g) {
              largest = Math.max(largest, Math.abs(v));
            }
            assertTrue(largest > 0, name);
            assertArrayEquals(g, got.get(name), (float) (1e-3 * largest), precision + " " + name);
          });
    }
  }

  @Test
  void stepMovesEveryWeightByAdamsRule() {
    double rate = 1e-3;
    try (TorchPeer peer = new TorchPeer(NETWORK, TorchPrecision.FLOAT32, 2, rate, WEIGHTS)) {
      Map<String, float[]> expected = peer.weights();
      Map<String, double[]> m = new HashMap<>();
      Map<String, double[]> v = new HashMap<>();
      for (int t = 1; t <= 2; t++) {
        double mean = 1 - Math.pow(0.9, t);
        double variance = 1 - Math.pow(0.999, t);
        peer.gradients(CASE.image(), CASE.labels(), SIZE)
            .forEach(
                (name, g) -> {
                  float[] w = expected.get(name);
                  double[] m1 = m.computeIfAbsent(name, n -> new double[g.length]);
                  double[] v1 = v.computeIfAbsent(name, n -> new double[g.length]);
                  for (int i = 0; i < g.length; i++) {
                    m1[i] = 0.9 * m1[i] + 0.1 * g[i];
                    v1[i] = 0.999 * v1[i] + 0.001 * g[i] * g[i];
                    w[i] -= (float) (rate * m1[i] / mean / (Math.sqrt(v1[i] / variance) + 1e-8));
                  }
                });
        peer.step(CASE.image(), CASE.labels(), SIZE);
        peer.weights().forEach((name, w) -> assertArrayEquals(expected.get(name), w, 2e-6f, name));
      }
    }
  }

  @Test
  void stepsBringTheLossDownInEitherPrecision() {
    for (TorchPrecision precision :
        List.of(TorchPrecision.FLOAT32_ONEDNN, TorchPrecision.BFLOAT16)) {
      try (TorchPeer peer = new TorchPeer(NETWORK, precision, 2, 1e-2, WEIGHTS)) {
        double first = peer.step(CASE.image(), CASE.labels(), SIZE);
        for (int i = 0; i < 20; i++) {
          peer.step(CASE.image(), CASE.labels(), SIZE);
        }
        double last = peer.loss(CASE.image(), CASE.labels(), SIZE);
        assertTrue(last < 0.7 * first, precision + ": " + first + " to " + last);
      }
    }
  }

  private static Map<String, float[]> gradients(TorchPrecision precision) {
    try (TorchPeer peer = new TorchPeer(NETWORK, precision, 2, 1e-3, WEIGHTS)) {
      return peer.gradients(CASE.image(), CASE.labels(), SIZE);
    }
  }

  /** Central difference of the loss by one value of a weight; small, for LeakyReLU has a kink. */
  private static double difference(WeightSpec weight, int at) {
    float[] up = WEIGHTS.apply(weight).clone();
    float[] down = up.clone();
    up[at] += 1e-6f;
    down[at] -= 1e-6f;
    return (lossWith(weight, up) - lossWith(weight, down)) / ((double) up[at] - down[at]);
  }

  private static double lossWith(WeightSpec weight, float[] values) {
    Function<WeightSpec, float[]> weights =
        w -> w.name().equals(weight.name()) ? values : WEIGHTS.apply(w);
    try (TorchPeer peer = new TorchPeer(NETWORK, TorchPrecision.FLOAT64, 2, 1e-3, weights)) {
      return peer.loss(CASE.image(), CASE.labels(), SIZE);
    }
  }

  /** Cross-entropy + 1 − mean foreground Dice, by its definition. */
  private static double loss(double[] logits, long[] labels, int classes) {
    int n = labels.length;
    double entropy = 0;
    double[] common = new double[classes];
    double[] all = new double[classes];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits[c * n + i]);
      }
      for (int c = 0; c < classes; c++) {
        double p = Math.exp(logits[c * n + i]) / sum;
        boolean hit = labels[i] == c;
        entropy -= hit ? Math.log(p) / n : 0;
        common[c] += hit ? p : 0;
        all[c] += p + (hit ? 1 : 0);
      }
    }
    double dice = 0;
    for (int c = 1; c < classes; c++) {
      dice += (2 * common[c] + 1) / (all[c] + 1) / (classes - 1);
    }
    return entropy + 1 - dice;
  }
}
