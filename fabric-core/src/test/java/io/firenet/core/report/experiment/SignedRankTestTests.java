package io.firenet.core.report.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignedRankTestTests {

  /** Cross- and self-fertilised plants of Darwin's: W = 24 in the literature, p = 0.0413. */
  @Test
  void knownExampleIsReproduced() {
    double[] differences = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
    SignedRankTest test = SignedRankTest.of(differences, new double[15]);
    assertEquals(15, test.differing());
    assertEquals(24, test.medianDifference());
    assertEquals(96 - 24, test.rankDifference());
    assertEquals(0.04126, test.p(), 5e-5);
  }

  /** All 2ⁿ signs tried one by one, with the ranks that ties share. */
  @Test
  void exactUpToTwentyAndNearItBeyondOrWithTies() {
    Random random = new Random(3);
    double[] distinct = random.doubles(12, -0.3, 1).toArray();
    assertEquals(enumerated(distinct), of(distinct).p(), 1e-12);
    double[] tied = Arrays.stream(distinct).map(d -> Math.rint(8 * d + 0.1)).toArray();
    assertTrue(Arrays.stream(tied).distinct().count() < 12);
    double[] nonZero = Arrays.stream(tied).filter(d -> d != 0).toArray();
    assertEquals(enumerated(nonZero), of(tied).p(), 0.012);
    double[] many = random.doubles(21, -0.5, 1).toArray();
    assertEquals(enumerated(many), of(many).p(), 0.003);
  }

  @Test
  void bothSidesAlikeAndOneSideOnly() {
    double[] alike = {1, -1, 2, -2, 3, -3, 4, -4};
    assertEquals(1, of(alike).p(), 1e-12);
    double[] balanced = {1, -2, -3, 4, 5, -6, -7, 8};
    assertEquals(1, of(balanced).p());
    double[] oneSide = {1, 2, 3, 4, 5, 6};
    assertEquals(2 / 64.0, of(oneSide).p(), 1e-12);
  }

  @Test
  void swappingTheSeriesTurnsTheSignOnly() {
    double[] a = {0.9, 0.8, 0.85, 0.7, 0.95, 0.6, 0.91};
    double[] b = {0.8, 0.82, 0.8, 0.6, 0.9, 0.55, 0.7};
    SignedRankTest one = SignedRankTest.of(a, b);
    SignedRankTest other = SignedRankTest.of(b, a);
    assertEquals(one.p(), other.p());
    assertEquals(one.rankDifference(), -other.rankDifference());
    assertEquals(0.05, one.medianDifference(), 1e-9);
  }

  @Test
  void fewOrEqualPairsSayNothing() {
    SignedRankTest few = of(new double[] {1, 2, 3, 4, 5});
    assertTrue(few.hasTooFewCases());
    assertEquals(Double.NaN, few.p());
    SignedRankTest equal = of(new double[30]);
    assertTrue(equal.hasTooFewCases());
    assertEquals(30, equal.pairs());
    assertEquals(0, equal.differing());
    assertEquals(0, of(new double[0]).pairs());
    assertThrows(
        IllegalArgumentException.class,
        () -> SignedRankTest.of(new double[] {1}, new double[] {1, 2}));
  }

  @Test
  void pairsWithoutADifferenceAreLeftOut() {
    double[] some = {1, 2, 3, -4, 5, 6, 7};
    double[] padded = Arrays.copyOf(some, 20);
    assertEquals(of(some).p(), of(padded).p());
  }

  @Test
  void holmsCorrectionRisesWithTheOrder() {
    assertArrayEquals(
        new double[] {0.03, 0.06, 0.06, Double.NaN, 0.06},
        SignedRankTest.holm(new double[] {0.0075, 0.03, 0.02, Double.NaN, 0.04}),
        1e-12);
    assertArrayEquals(new double[] {1, 1}, SignedRankTest.holm(new double[] {0.9, 0.6}));
  }

  private static SignedRankTest of(double[] differences) {
    return SignedRankTest.of(differences, new double[differences.length]);
  }

  private static double enumerated(double[] differences) {
    int n = differences.length;
    double[] ranks = new double[n];
    for (int i = 0; i < n; i++) {
      double size = Math.abs(differences[i]);
      long below = Arrays.stream(differences).filter(d -> Math.abs(d) < size).count();
      long same = Arrays.stream(differences).filter(d -> Math.abs(d) == size).count();
      ranks[i] = below + (same + 1) / 2.0;
    }
    double seen = 0;
    for (int i = 0; i < n; i++) {
      seen += Math.signum(differences[i]) * ranks[i];
    }
    double least = Math.abs(seen) - 1e-9;
    long extreme =
        IntStream.range(0, 1 << n)
            .filter(
                signs -> {
                  double sum = 0;
                  for (int i = 0; i < n; i++) {
                    sum += (signs >> i & 1) == 1 ? ranks[i] : -ranks[i];
                  }
                  return Math.abs(sum) >= least;
                })
            .count();
    return extreme / (double) (1 << n);
  }
}
