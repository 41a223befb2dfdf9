package io.firenet.folder;

import java.util.List;
import java.util.Locale;

/** Names as people write them: "Left Atrium" and "left_atrium" are one name. */
final class Spelling {

  private Spelling() {}

  /** Letters and digits in lower case. */
  static String of(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  static boolean same(String one, String other) {
    return of(one).equals(of(other));
  }

  static int indexOf(List<String> names, String name) {
    for (int at = 0; at < names.size(); at++) {
      if (same(names.get(at), name)) {
        return at;
      }
    }
    return -1;
  }
}
