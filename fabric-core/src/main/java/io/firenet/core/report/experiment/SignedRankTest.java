package io.firenet.core.report.experiment;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * Wilcoxon's signed-rank test, two-sided, of whether paired values differ systematically.
 *
 * <p>Pairs without a difference are left out, as Wilcoxon did. The probability is exact up to 20
 * differing pairs without ties; else it comes from the normal approximation with corrections for
 * ties and continuity. Both build on Commons Math, whose own test counts equal pairs as if the
 * second value were larger, ignores ties, and in its approximation corrects away from the mean.
 *
 * @param pairs number of pairs
 * @param differing those whose values differ
 * @param medianDifference median of first less second value, over all pairs; NaN if there is none
 * @param rankDifference sum of the ranks where the first is larger, less that where the second is
 * @param p probability of ranks at least as uneven if neither is larger; NaN if fewer than {@link
 *     #FEWEST} pairs differ
 */
record SignedRankTest(
    int pairs, int differing, double medianDifference, double rankDifference, double p) {

  /** With fewer differing pairs no outcome at all has a probability below 0.05: 2/2⁵ = 0.063. */
  static final int FEWEST = 6;

  private static final int MOST_EXACT = 20; // a million sums of ranks

  /**
   * Tests two series of values.
   *
   * @throws IllegalArgumentException if they differ in length
   */
  static SignedRankTest of(double[] first, double[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "paired values must be as many, got %s and %s".formatted(first.length, second.length));
    }
    double[] differences = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      differences[i] = first[i] - second[i];
    }
    double median = differences.length == 0 ? Double.NaN : StatUtils.percentile(differences, 50);
    double[] nonZero = Arrays.stream(differences).filter(d -> d != 0).toArray();
    if (nonZero.length < FEWEST) {
      return new SignedRankTest(first.length, nonZero.length, median, Double.NaN, Double.NaN);
    }
    double[] sizes = Arrays.stream(nonZero).map(Math::abs).toArray();
    double[] ranks = new NaturalRanking(TiesStrategy.AVERAGE).rank(sizes);
    double rankDifference = 0;
    for (int i = 0; i < ranks.length; i++) {
      rankDifference += Math.signum(nonZero[i]) * ranks[i];
    }
    boolean ties = Arrays.stream(sizes).distinct().count() < sizes.length;
    double p =
        ties || sizes.length > MOST_EXACT ? approximate(ranks, rankDifference) : exact(nonZero);
    return new SignedRankTest(first.length, nonZero.length, median, rankDifference, p);
  }

  private static double exact(double[] differences) {
    double[] zeros = new double[differences.length];
    // Twice the probability of one side, which is above 1 where both sides are alike.
    return Math.min(
        1, new WilcoxonSignedRankTest().wilcoxonSignedRankTest(differences, zeros, true));
  }

  /**
   * The difference of the rank sums has the variance Σ rank², which tells ties; the rank sum of one
   * side, of which half a step is taken off for continuity, moves half as far.
   */
  private static double approximate(double[] ranks, double rankDifference) {
    double distance = Math.max(0, Math.abs(rankDifference) - 1);
    double z = distance / Math.sqrt(StatUtils.sumSq(ranks));
    return 2 * new NormalDistribution().cumulativeProbability(-z);
  }

  /** Whether there are too few cases to say anything. */
  boolean hasTooFewCases() {
    return differing < FEWEST;
  }

  /**
   * Holm's correction of several tests' probabilities: with it the chance that any of the
   * differences called significant is none stays at the level chosen.
   *
   * @param p probabilities, NaN where there is none
   * @return the corrected ones in the same order
   */
  static double[] holm(double[] p) {
    Integer[] order = new Integer[p.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(p[a], p[b])); // NaN comes last
    int tests = (int) Arrays.stream(p).filter(one -> !Double.isNaN(one)).count();
    double[] corrected = new double[p.length];
    Arrays.fill(corrected, Double.NaN);
    double largest = 0;
    for (int i = 0; i < tests; i++) {
      largest = Math.max(largest, Math.min(1, (tests - i) * p[order[i]]));
      corrected[order[i]] = largest;
    }
    return corrected;
  }
}
