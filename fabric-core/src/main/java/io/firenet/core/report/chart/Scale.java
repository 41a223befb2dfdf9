package io.firenet.core.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis: which values it covers, and where its marks lie.
 *
 * @param least the value at its beginning
 * @param most the value at its end
 * @param step from mark to mark
 */
record Scale(double least, double most, double step) {

  /**
   * Covers the given values with round ends.
   *
   * @param least the least value
   * @param most the most
   * @param floor an end below which no value can lie
   * @param ceiling an end above which no value can lie
   * @param marks how many marks there should be at most
   */
  static Scale covering(double least, double most, double floor, double ceiling, int marks) {
    if (!(least <= most)) { // nothing is known
      return new Scale(0, 1, 0.2);
    }
    double span = most > least ? most - least : Math.max(Math.abs(most), 1) * 0.1;
    double step = round(span / Math.max(1, marks - 1));
    double low = Math.max(floor, Math.floor(least / step + 1e-9) * step);
    double high = Math.min(ceiling, Math.ceil(most / step - 1e-9) * step);
    if (high <= low) {
      low = Math.max(floor, high - step);
      high = Math.max(high, low + step);
    }
    return new Scale(low, high, step);
  }

  /** The next of 1, 2, 5, 10, … from a value on. */
  private static double round(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= value * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Where a value lies: 0 at the beginning, 1 at the end. */
  double position(double value) {
    return (value - least) / (most - least);
  }

  /** The marks, from the beginning to the end. */
  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    double first = Math.ceil(least / step - 1e-9) * step;
    for (int i = 0; first + i * step <= most + 1e-9 * step; i++) {
      marks.add(first + i * step);
    }
    return marks;
  }

  /** A mark with as many digits as the step needs. */
  String label(double mark) {
    int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return String.format(Locale.ROOT, "%." + digits + "f", mark == 0 ? 0.0 : mark);
  }
}
