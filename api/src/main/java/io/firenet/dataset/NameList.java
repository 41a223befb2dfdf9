package io.firenet.dataset;

import java.util.List;

/** Names in a sentence: the first few of many. */
public final class NameList {

  private static final int SHOWN = 5;

  private NameList() {}

  /**
   * {@return the names, separated by commas; of more than five the first five and how many others}
   *
   * @param names in the order in which they are to be shown
   */
  public static String inWords(List<String> names) {
    return first(names, SHOWN, "others");
  }

  /**
   * {@return the names, separated by commas; of more than {@code most} the first and how many more}
   *
   * @param names in the order in which they are to be shown
   * @param most how many are spelt out, at least 1
   */
  public static String first(List<String> names, int most) {
    return first(names, most, "more");
  }

  private static String first(List<String> names, int most, String rest) {
    return names.size() <= most
        ? String.join(", ", names)
        : "%s and %s %s"
            .formatted(String.join(", ", names.subList(0, most)), names.size() - most, rest);
  }
}
