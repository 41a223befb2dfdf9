package io.firenet.core.engine.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialTests {

  @Test
  void hasTenDigits() {
    assertEquals(1, Exponential.of(0));
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      double x = -Math.pow(10, 8 * random.nextDouble() - 5.2);
      double expected = x > -700 ? Math.exp(x) : 0;
      assertEquals(expected, Exponential.of(x), 1e-10 * expected, () -> "exp " + x);
    }
  }

  @Test
  void extremesAreThoseOfTheFunction() {
    assertEquals(0, Exponential.of(Double.NEGATIVE_INFINITY));
    assertEquals(Double.NaN, Exponential.of(Double.NaN));
  }
}
