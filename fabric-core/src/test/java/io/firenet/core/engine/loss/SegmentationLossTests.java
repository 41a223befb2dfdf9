package io.firenet.core.engine.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
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
