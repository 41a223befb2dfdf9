package io.firenet.preprocess;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the values of one channel are brought to the range that the network sees. What a rule
 * measures on training cases is part of it, so that inference does what training did.
 */
public sealed interface IntensityRule {

  /** The paper's: see {@link Standardise}. */
  IntensityRule STANDARDISE = new Standardise();

  /** The usual {@link Percentile}: from 0.5 to 99.5. */
  IntensityRule PERCENTILE = new Percentile(0.5, 99.5);

  /** {@return what settings, model cards and messages call it} */
  String name();

  /**
   * {@return the rules of an image's channels as a text of one line}
   *
   * @param channels their names
   * @param rules one for each channel, in the same order
   */
  static String inWords(List<String> channels, List<IntensityRule> rules) {
    return IntStream.range(0, rules.size())
        .mapToObj(i -> channels.get(i) + " " + rules.get(i))
        .collect(Collectors.joining(", "));
  }

  /**
   * Each image by itself: mean 0 and standard deviation 1 over its voxels on the network's grid.
   */
  record Standardise() implements IntensityRule {
    @Override
    public String name() {
      return "standardise";
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /**
   * All images alike, for values that mean something, as Hounsfield units do: clipped as acquired
   * to {@code [low, high]}, resampled, then {@code (v − mean) / sd}. The four are those of the
   * foreground of the training cases: its 0.5 and 99.5 percentiles, mean and (population) standard
   * deviation, as in nnU-Net.
   *
   * @param low in the image's units, as all others
   * @param high above low
   * @param mean of the foreground, before it is clipped
   * @param sd of the foreground, before it is clipped; positive
   */
  record Ct(double low, double high, double mean, double sd) implements IntensityRule {

    /**
     * Checks what it is made of.
     *
     * @param low in the image's units, as all others
     * @param high above low
     * @param mean of the foreground, before it is clipped
     * @param sd of the foreground, before it is clipped; positive
     * @throws IllegalArgumentException if the range is empty, the deviation not positive, or one of
     *     them no finite number
     */
    public Ct {
      boolean finite = Double.isFinite(low + high + mean + sd);
      if (!(finite && low < high && sd > 0)) {
        throw new IllegalArgumentException(
            "the rule 'ct' needs low < high and a positive sd, got low = %s, high = %s, mean = %s, sd = %s"
                .formatted(low, high, mean, sd));
      }
    }

    @Override
    public String name() {
      return "ct";
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "ct (%.4g to %.4g, mean %.4g, sd %.4g)", low, high, mean, sd);
    }
  }

  /**
   * Each image by itself, without its extremes: clipped as acquired to two of its percentiles,
   * resampled, then as {@link Standardise}. An image whose two percentiles are one value is not
   * clipped.
   *
   * @param low of the finite values, in percent, as numpy computes it (linear between ranks)
   * @param high in percent
   */
  record Percentile(double low, double high) implements IntensityRule {

    /**
     * Checks what it is made of.
     *
     * @param low of the finite values, in percent, as numpy computes it (linear between ranks)
     * @param high in percent
     * @throws IllegalArgumentException if they are not {@code 0 ≤ low < high ≤ 100}
     */
    public Percentile {
      if (!(low >= 0 && low < high && high <= 100)) {
        throw new IllegalArgumentException(
            "the rule 'percentile' needs 0 <= low < high <= 100, got low = %s, high = %s"
                .formatted(low, high));
      }
    }

    @Override
    public String name() {
      return "percentile";
    }

    @Override
    public String toString() {
      return "percentile (%s to %s %%)".formatted(low, high);
    }
  }
}
