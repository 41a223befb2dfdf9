package io.firenet.core.report.document;

import java.util.Locale;

/** What stands in one place of a table. */
public sealed interface Cell {

  /** Where there is nothing to say. */
  Cell NOTHING = new Text("–");

  /**
   * As it is shown.
   *
   * @return text without markup
   */
  String shown();

  /** Words. */
  record Text(String shown) implements Cell {}

  /**
   * A figure.
   *
   * @param value with all its digits; NaN where it is undefined
   * @param digits how many are shown behind the point
   */
  record Number(double value, int digits) implements Cell {

    @Override
    public String shown() {
      return Double.isFinite(value) ? decimal(value, digits) : NOTHING.shown();
    }
  }

  /**
   * How likely chance alone does this much, shown to four digits; none is so small that it is 0.
   *
   * @param value 0 to 1; NaN where it is undefined
   */
  record Probability(double value) implements Cell {

    @Override
    public String shown() {
      return value < 5e-5 ? "< 0.0001" : new Number(value, 4).shown();
    }
  }

  /**
   * A mean and the standard deviation about it.
   *
   * @param mean with all its digits; NaN where it is undefined
   * @param deviation NaN where there is one value only
   * @param digits how many are shown behind the point
   */
  record Spread(double mean, double deviation, int digits) implements Cell {

    @Override
    public String shown() {
      if (!Double.isFinite(mean)) {
        return NOTHING.shown();
      }
      String shown = decimal(mean, digits);
      return Double.isFinite(deviation) ? shown + " ± " + decimal(deviation, digits) : shown;
    }
  }

  /** A figure that is the best of those it stands among. */
  record Best(Cell cell) implements Cell {

    @Override
    public String shown() {
      return cell.shown();
    }
  }

  /**
   * Words, or a dash where there are none.
   *
   * @param text may be blank
   * @return a cell that is aligned left
   */
  static Cell text(String text) {
    return text.isBlank() ? NOTHING : new Text(text);
  }

  /**
   * A whole number.
   *
   * @param value any number
   * @return a cell that is aligned right
   */
  static Cell count(long value) {
    return new Number(value, 0);
  }

  private static String decimal(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
