package io.firenet.core.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One fold of a cross-validation, written {@code 2/5}.
 *
 * @param number from 1
 * @param count number of folds
 */
public record Fold(int number, int count) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

  /**
   * @throws IllegalArgumentException if there are fewer than 2 folds or it is none of them
   */
  public Fold {
    if (count < 2 || number < 1 || number > count) {
      throw new IllegalArgumentException(
          "expected a fold from 1/N to N/N with N at least 2, got '%s/%s'"
              .formatted(number, count));
    }
  }

  /**
   * Reads {@link #toString}.
   *
   * @param text such as {@code 1/5}
   * @return the fold
   * @throws IllegalArgumentException if it is no fold
   */
  public static Fold parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected a fold such as 1/5, the first of five, got '%s'".formatted(text));
    }
    return new Fold(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
  }

  @Override
  public String toString() {
    return number + "/" + count;
  }
}
