package io.firenet.core.plugin;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a mistyped name may have meant. */
public final class SimilarNames {

  private SimilarNames() {}

  /**
   * The name with the fewest edits to {@code typed}, if these are at most a third of its length.
   *
   * @param typed what somebody typed
   * @param names those there are
   * @return one of {@code names}; empty if none is that close
   */
  public static Optional<String> closest(String typed, Collection<String> names) {
    return names.stream()
        .filter(
            name -> name.contains(typed) || edits(typed, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt((String name) -> edits(typed, name)));
  }

  /** Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
