package io.firenet.volume;

/**
 * Arithmetic of sizes that come from files and settings: what is too large for a {@code long} is
 * {@link Long#MAX_VALUE}, and not some other number, so that comparisons with a limit stay right.
 */
public final class Saturating {

  private Saturating() {}

  /**
   * {@return the product of numbers that are not negative}
   *
   * @param factors none is negative; of no factor the product is 1
   */
  public static long times(long... factors) {
    long product = 1;
    for (long factor : factors) {
      if (factor == 0) {
        return 0;
      }
      product = product > Long.MAX_VALUE / factor ? Long.MAX_VALUE : product * factor;
    }
    return product;
  }

  /**
   * {@return the sum of numbers that are not negative}
   *
   * @param summands none is negative; of no summand the sum is 0
   */
  public static long plus(long... summands) {
    long sum = 0;
    for (long summand : summands) {
      sum = sum > Long.MAX_VALUE - summand ? Long.MAX_VALUE : sum + summand;
    }
    return sum;
  }
}
