package io.firenet.core.io;

import java.util.regex.Pattern;

/** A cell of a table as CSV (RFC 4180). */
public final class CsvCell {

  private static final Pattern PLAIN = Pattern.compile("[^,\"\r\n]*");

  private CsvCell() {}

  /**
   * The cell as it stands between two commas.
   *
   * @param text what it holds
   * @return the text, in quotes if a comma, a quote or the end of a line is in it
   */
  public static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
