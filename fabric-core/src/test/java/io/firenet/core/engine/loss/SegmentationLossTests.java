package io.firenet.core.engine.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.volume.LabelMap;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentationLossTests {

  /** More voxels than one chunk, logits from timid to certain. */
  @ParameterizedTest
  @CsvSource({"2,1,0.1", "3,9001,1", "7,5000,10", "20,4097,100"})
  void valueIsThatOfTheDefinition(int classes, int voxels, double spread) {
    Random random = new Random(voxels);
    float[] logits = new float[classes * voxels];
    double[] exact = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (spread * random.nextGaussian());
      exact[i] = logits[i];
    }
    short[] labels = new short[voxels];
    for (int v = 0; v < voxels; v++) {
      labels[v] = (short) random.nextInt(classes);
    }
    double expected = LossReference.evaluate(exact, classes, labels);
    double found = SegmentationLoss.value(logits, classes, labels);
    assertEquals(expected, found, 1e-6 * expected);
  }

  /** Two classes, logits 0 and ln 3: probabilities of a quarter and three quarters. */
  @Test
  void ignoredVoxelsAreLeftOutOfEverySum() {
    float z = (float) Math.log(3);
    float[] channelsLast = {0, z, Float.NaN, 1e30f, z, 0, 5, Float.POSITIVE_INFINITY};
    short[] labels = {1, LabelMap.IGNORED, 1, LabelMap.IGNORED};
    double crossEntropy = (-Math.log(0.75) - Math.log(0.25)) / 2;
    double dice = (2 * (0.75 + 0.25) + 1) / ((0.75 + 0.25) + 2 + 1);
    FloatBuffer gradient = FloatBuffer.allocate(8);
    double loss = SegmentationLoss.evaluate(FloatBuffer.wrap(channelsLast), 2, labels, gradient);
    assertEquals(crossEntropy + 1 - dice, loss, 1e-7);
    float[] channelsFirst = {0, Float.NaN, z, 5, z, 1e30f, 0, Float.POSITIVE_INFINITY};
    assertEquals(loss, SegmentationLoss.value(channelsFirst, 2, labels), 1e-12);
    for (int at : new int[] {2, 3, 6, 7}) {
      assertEquals(0, gradient.get(at), "an ignored voxel");
    }
    // dD/dp = (2·union − overlap)/union² of both voxels, with overlap 3 and union 4: D = 3/4, so
    // 2/4 − 3/16 = 5/16; dp/dz = p(1 − p)
    double slope = -(2 / 4.0 - 3 / 16.0) * 3 / 16;
    assertEquals((0.75 - 1) / 2 + slope, gradient.get(1), 1e-6);
    assertEquals((0.25 - 1) / 2 + slope, gradient.get(5), 1e-6);
    assertEquals(-gradient.get(1), gradient.get(0), 1e-7);
  }

  @Test
  void whereNothingIsKnownThereIsNoLossAndNoGradient() {
    short[] labels = {LabelMap.IGNORED, LabelMap.IGNORED};
    FloatBuffer gradient = FloatBuffer.wrap(new float[] {7, 7, 7, 7});
    float[] logits = {1, 2, 3, 4};
    assertEquals(0, SegmentationLoss.evaluate(FloatBuffer.wrap(logits), 2, labels, gradient));
    assertArrayEquals(new float[4], gradient.array());
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void certaintyNeitherOverflowsNorVanishes(short label) {
    double crossEntropy = label == 0 ? 0 : 20_000;
    double dice = label == 0 ? 1 : 1.0 / 2; // smoothed by one voxel
    float[] logits = {10_000, -10_000};
    double found = SegmentationLoss.value(logits, 2, new short[] {label});
    assertEquals(crossEntropy + 1 - dice, found, 1e-9);
  }
}
