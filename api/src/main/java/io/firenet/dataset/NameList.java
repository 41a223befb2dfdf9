package io.firenet.dataset;

import java.util.List;

/** Names in a sentence: the first few of many. */
public final class NameList {

  private static final int SHOWN = 5;

  private NameList() {}

  /** The names, separated by commas; of more than five the first five and how many others. */
  public static String inWords(List<String> names) {
    return names.size() <= SHOWN
        ? String.join(", ", names)
        : "%s and %s others"
            .formatted(String.join(", ", names.subList(0, SHOWN)), names.size() - SHOWN);
  }
}
