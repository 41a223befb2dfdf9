package io.firenet.core.report.document;

/** Text inside of HTML and SVG. */
final class Html {

  private Html() {}

  /** The text with what would be markup made harmless, in elements and in quoted attributes. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
