package io.firenet.core.engine.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firenet.dataset.Target;
import io.firenet.volume.GridSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeImageLossTests {

  private static final float[] OUTPUTS = {0.5f, -1.25f, 3};

  @Test
  void crossEntropyIsMinusTheLogOfTheProbability() {
    double total = Math.exp(0.5) + Math.exp(-1.25) + Math.exp(3);
    assertEquals(
        -Math.log(Math.exp(-1.25) / total),
        WholeImageLoss.value(OUTPUTS, new Target.Category(1)),
        1e-12);
  }

  @Test
  void crossEntropyOfHugeLogitsIsFinite() {
    float[] huge = {2000, -3000};
    assertEquals(5000, WholeImageLoss.value(huge, new Target.Category(1)), 1e-9);
    assertEquals(0, WholeImageLoss.value(huge, new Target.Category(0)), 1e-9);
  }

  @Test
  void smallDifferencesCountSquaredAndLargeOnesPlainly() {
    double expected = (0.5 * 0.2 * 0.2 + 0 + (5 - 0.5)) / 3;
    assertEquals(
        expected,
        WholeImageLoss.value(OUTPUTS, new Target.Values(List.of(0.3, -1.25, -2.0))),
        1e-7);
  }

  @Test
  void gradientsAreTheSlopesOfTheLoss() {
    assertSlopes(new Target.Category(0));
    assertSlopes(new Target.Category(2));
    assertSlopes(new Target.Values(List.of(0.3, -1.25, -2.0)));
  }

  private static void assertSlopes(Target target) {
    float[] gradient = new float[3];
    WholeImageLoss.evaluate(OUTPUTS, target, gradient);
    for (int i = 0; i < 3; i++) {
      float[] up = OUTPUTS.clone();
      float[] down = OUTPUTS.clone();
      up[i] += 1e-3f;
      down[i] -= 1e-3f;
      double slope =
          (WholeImageLoss.value(up, target) - WholeImageLoss.value(down, target))
              / ((double) up[i] - down[i]);
      assertEquals(slope, gradient[i], 1e-4, target + ", output " + i);
    }
  }

  @Test
  void targetsThatDoNotFitAreRefused() {
    for (Target target : List.of(new Target.Category(3), new Target.Values(List.of(1.0, 2.0)))) {
      assertThrows(IllegalArgumentException.class, () -> WholeImageLoss.value(OUTPUTS, target));
    }
  }

  @Test
  void outputsOfSeveralVoxelsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> WholeImageLoss.checkOneVoxel(new GridSize(1, 2, 1)));
  }
}
