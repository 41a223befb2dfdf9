package io.firenet.format.nifti;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The unit of a header's lengths. A file that names none means millimetres. */
final class NiftiUnit {

  private static final int LENGTHS = 7; // the lowest three bits; the others are of time

  private NiftiUnit() {}

  /**
   * Millimetres of a unit of length, as ITK scales by them.
   *
   * @throws IOException if the header names a unit that is none
   */
  static double millimetres(NiftiFields fields, Path file) throws IOException {
    return switch (fields.units() & LENGTHS) {
      case 0, 2 -> 1;
      case 1 -> 1000;
      case 3 -> 1e-3;
      default ->
          throw new IOException(
              "%s: the header's xyzt_units must have the unit of lengths 0 (none), 1 (metre), 2 (millimetre) or 3 (micrometre), found %s"
                  .formatted(file, fields.units() & LENGTHS));
    };
  }

  /**
   * The same of an Analyze header, which has words; others than those of lengths mean nothing, as
   * the field is seldom filled.
   */
  static double analyzeMillimetres(NiftiFields fields) {
    return switch (fields.analyzeUnit().toLowerCase(Locale.ROOT)) {
      case "m" -> 1000;
      case "cm" -> 10;
      case "um", "µm" -> 1e-3;
      default -> 1;
    };
  }
}
