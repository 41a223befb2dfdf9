package io.firenet.site;

import java.nio.file.Path;

/** Text and addresses in HTML. */
final class Html {

  private Html() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The address of one place of the site, seen from another. */
  static String relative(Path from, Path to) {
    Path folder = from.getParent();
    Path way = folder == null ? to : folder.relativize(to);
    return way.toString().replace('\\', '/');
  }
}
