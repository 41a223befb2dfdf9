package io.firenet.core.engine.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.dataset.Region;
import io.firenet.volume.LabelMap;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionLossTests {

  private static final List<Region> TUMOUR =
      List.of(
          new Region("whole", List.of(1, 2, 3), 1),
          new Region("core", List.of(2, 3), 2),
          new Region("enhancing", List.of(3), 3));

  /** More voxels than one chunk, logits from timid to certain, a fifth of them ignored. */
  @ParameterizedTest
  @CsvSource({"1,0.1", "9001,1", "5000,10", "4097,30"})
  void valueIsThatOfTheDefinition(int voxels, double spread) {
    Random random = new Random(voxels);
    float[] logits = new float[3 * voxels];
    double[] exact = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (spread * random.nextGaussian());
      exact[i] = logits[i];
    }
    short[] labels = new short[voxels];
    for (int v = 1; v < voxels; v++) {
      labels[v] = random.nextInt(5) == 0 ? LabelMap.IGNORED : (short) random.nextInt(6);
    }
    double expected = LossReference.evaluate(exact, TUMOUR, labels);
    assertEquals(expected, RegionLoss.value(logits, TUMOUR, labels), 1e-6 * expected);
  }

  /** One region of label 1; logits ln 3 inside and outside, and two voxels that do not count. */
  @Test
  void lossAndGradientByHand() {
    List<Region> one = List.of(new Region("one", List.of(1), 1));
    float z = (float) Math.log(3); // a probability of three quarters
    FloatBuffer logits = FloatBuffer.wrap(new float[] {z, Float.NaN, z, 1e30f});
    short[] labels = {1, LabelMap.IGNORED, 0, LabelMap.IGNORED};
    double crossEntropy = (-Math.log(0.75) - Math.log(0.25)) / 2;
    double dice = (2 * 0.75 + 1) / (1.5 + 1 + 1);
    FloatBuffer gradient = FloatBuffer.allocate(4);
    assertEquals(crossEntropy + 1 - dice, RegionLoss.evaluate(logits, one, labels, gradient), 1e-7);
    double union = 3.5;
    double inside = -(2 / union - dice / union); // d(1 − D)/dp
    double outside = dice / union;
    double slope = 0.75 * 0.25; // dp/dz
    assertEquals((0.75 - 1) / 2 + slope * inside, gradient.get(0), 1e-6);
    assertEquals(0.75 / 2 + slope * outside, gradient.get(2), 1e-6);
    assertEquals(0, gradient.get(1));
    assertEquals(0, gradient.get(3));
  }

  @Test
  void certaintyNeitherOverflowsNorVanishes() {
    FloatBuffer gradient = FloatBuffer.allocate(3);
    FloatBuffer logits = FloatBuffer.wrap(new float[] {10_000, -10_000, 10_000});
    double loss = RegionLoss.evaluate(logits, TUMOUR, new short[] {2}, gradient);
    // whole right; core missed; enhancing wrong: 10,000 twice, over three values
    assertEquals(20_000 / 3.0 + 1 - (1 + 0.5 + 0.5) / 3, loss, 1e-6);
    assertArrayEquals(new float[] {0, -1 / 3f, 1 / 3f}, gradient.array(), 1e-6f);
  }

  @Test
  void whereNothingIsKnownThereIsNoLossAndNoGradient() {
    FloatBuffer gradient = FloatBuffer.wrap(new float[] {7, 7, 7});
    FloatBuffer logits = FloatBuffer.wrap(new float[] {1, 2, 3});
    assertEquals(0, RegionLoss.evaluate(logits, TUMOUR, new short[] {LabelMap.IGNORED}, gradient));
    assertArrayEquals(new float[3], gradient.array());
  }
}
