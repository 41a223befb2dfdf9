package io.firenet.format.dicom.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as DICOM's decimal strings, which have at most 16 characters. */
final class Decimal {

  private static final int MAX_CHARACTERS = 16;

  private Decimal() {}

  /** The number with as many digits as there is room for. */
  static String text(double value) {
    BigDecimal exact = new BigDecimal(Double.toString(value == 0 ? 0 : value));
    for (int digits = 17; ; digits--) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      String plain = rounded.stripTrailingZeros().toPlainString();
      if (plain.length() <= MAX_CHARACTERS) {
        return plain;
      }
      String exponent = rounded.stripTrailingZeros().toString();
      if (exponent.length() <= MAX_CHARACTERS) {
        return exponent;
      }
    }
  }

  /** A coordinate in millimetres, to a tenth of a micrometre. */
  static String coordinate(double mm) {
    long units = Math.round(mm * 10_000);
    return BigDecimal.valueOf(units, 4).stripTrailingZeros().toPlainString();
  }
}
