package io.firenet.core.report.document;

import io.firenet.file.ForeignText;

/** Text inside of HTML and SVG. */
final class Html {

  private Html() {}

  /** The text with what would be markup made harmless, in elements and in quoted attributes. */
  static String escaped(String text) {
    return ForeignText.lines(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
