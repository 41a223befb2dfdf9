package io.firenet.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels of an opened dataset and which of them each value of the folder's files becomes.
 *
 * @param names the opened dataset's labels
 * @param labelOf {@code [value in the files]}: index of the label, −1 for a value that must not
 *     occur
 */
record LabelMapping(List<String> names, short[] labelOf) {

  private static final String REMEDY =
      "name the folder of the right dataset, or take the folder's own labels with --data"
          + " %s:labels=folder=DIR";

  /**
   * The descriptor's labels. The folder must declare no other value. A folder that declares all of
   * them may spell them in its own way, one that lacks some must name the others alike; in no case
   * may a name be that of another value.
   */
  static LabelMapping official(
      Path file, DatasetDescriptor descriptor, Map<Integer, String> declared)
      throws InvalidDatasetException {
    List<String> names = descriptor.labels();
    boolean complete = declared.size() == names.size();
    List<String> spelt = names.stream().map(LabelMapping::spelling).toList();
    boolean foreground = false;
    for (Map.Entry<Integer, String> label : declared.entrySet()) {
      int value = label.getKey();
      int same = spelt.indexOf(spelling(label.getValue()));
      boolean fits = value >= 0 && value < names.size();
      fits &= value == 0 || same == value || (complete && same < 0);
      if (!fits) {
        throw mismatch(file, descriptor, declared);
      }
      foreground |= value > 0;
    }
    if (!foreground) {
      throw mismatch(file, descriptor, declared);
    }
    short[] labelOf = new short[names.size()];
    for (int value = 0; value < labelOf.length; value++) {
      labelOf[value] = (short) value;
    }
    return new LabelMapping(names, labelOf);
  }

  private static InvalidDatasetException mismatch(
      Path file, DatasetDescriptor descriptor, Map<Integer, String> declared) {
    return new InvalidDatasetException(
        "%s: dataset '%s' expects \"labels\" %s, found %s; %s"
            .formatted(
                file,
                descriptor.name(),
                byValue(descriptor.labels()),
                declared,
                REMEDY.formatted(descriptor.name())));
  }

  /** The folder's labels, which must be the values 0, 1, 2, … */
  static LabelMapping ofFolder(Path file, Map<Integer, String> declared)
      throws InvalidDatasetException {
    short[] labelOf = table(file, declared);
    if (labelOf.length != declared.size()) {
      throw new InvalidDatasetException(
          "%s: labels=folder expects the values 0, 1, 2, … without a gap in \"labels\", found %s"
              .formatted(file, declared));
    }
    declared.keySet().forEach(value -> labelOf[value] = value.shortValue());
    return new LabelMapping(List.copyOf(declared.values()), labelOf);
  }

  /**
   * One class of all that the folder labels, but for names that hold one of some words, which
   * become background.
   */
  static LabelMapping merged(
      Path file,
      DatasetDescriptor descriptor,
      Map<Integer, String> declared,
      List<String> backgroundWords)
      throws InvalidDatasetException {
    short[] labelOf = table(file, declared);
    List<String> taken = new ArrayList<>();
    declared.forEach(
        (value, name) -> {
          String spelling = spelling(name);
          boolean one = value > 0 && backgroundWords.stream().noneMatch(spelling::contains);
          labelOf[value] = (short) (one ? 1 : 0);
          if (one) {
            taken.add(name);
          }
        });
    if (taken.isEmpty()) {
      throw new InvalidDatasetException(
          "%s: dataset '%s' expects at least one label of %s in \"labels\", found %s"
              .formatted(file, descriptor.name(), descriptor.labels().get(1), declared));
    }
    return new LabelMapping(descriptor.labels(), labelOf);
  }

  /** Which values the files may hold. */
  List<Integer> values() {
    List<Integer> values = new ArrayList<>();
    for (int value = 0; value < labelOf.length; value++) {
      if (labelOf[value] >= 0) {
        values.add(value);
      }
    }
    return values;
  }

  private static short[] table(Path file, Map<Integer, String> declared)
      throws InvalidDatasetException {
    int largest = 0;
    for (int value : declared.keySet()) {
      if (value < 0 || value > Short.MAX_VALUE) {
        throw new InvalidDatasetException(
            "%s: expected label values from 0 to %d in \"labels\", found %s"
                .formatted(file, Short.MAX_VALUE, declared));
      }
      largest = Math.max(largest, value);
    }
    if (largest == 0) {
      throw new InvalidDatasetException(
          "%s: expected a label beside the background in \"labels\", found %s"
              .formatted(file, declared));
    }
    short[] labelOf = new short[largest + 1];
    Arrays.fill(labelOf, 1, labelOf.length, (short) -1);
    return labelOf;
  }

  private static Map<Integer, String> byValue(List<String> names) {
    Map<Integer, String> byValue = new TreeMap<>();
    names.forEach(name -> byValue.put(byValue.size(), name));
    return byValue;
  }

  /** Letters and digits in lower case: "Left Atrium" and "left_atrium" are one name. */
  private static String spelling(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
