package io.firenet.folder;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.NameList;
import io.firenet.folder.FolderContents.Declared;
import io.firenet.volume.LabelMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The labels of an opened dataset and which of them each value of the folder's files becomes.
 *
 * @param names the opened dataset's labels
 * @param labelOf {@code [value in the files]}: index of the label, {@link LabelMap#IGNORED} for
 *     voxels that do not count, {@link #UNDECLARED} for a value that must not occur
 * @param notes what a user should know of it, a line each
 */
record LabelMapping(List<String> names, short[] labelOf, List<String> notes) {

  /** Of a value that must not occur. */
  static final short UNDECLARED = -1;

  private static final String REMEDY =
      "name the folder of the right dataset, or take the folder's own labels with --data"
          + " %s:labels=folder=DIR";

  LabelMapping(List<String> names, short[] labelOf) {
    this(names, labelOf, List.of());
  }

  /**
   * The descriptor's labels. The folder must declare no other value. A folder that declares all of
   * them may spell them in its own way, one that lacks some must name the others alike; in no case
   * may a name be that of another value. Where each label has a mask, names alone count.
   */
  static LabelMapping official(FolderContents contents, DatasetDescriptor descriptor)
      throws InvalidDatasetException {
    return official(contents, descriptor, true);
  }

  /** The same, but a folder must name its labels like the descriptor, which a folder has given. */
  static LabelMapping declared(FolderContents contents, DatasetDescriptor descriptor)
      throws InvalidDatasetException {
    return official(contents, descriptor, false);
  }

  private static LabelMapping official(
      FolderContents contents, DatasetDescriptor descriptor, boolean otherNames)
      throws InvalidDatasetException {
    if (contents.named()) {
      return byName(contents, descriptor);
    }
    List<String> names = descriptor.labels();
    Map<Integer, String> declared = new TreeMap<>(contents.labels().names());
    OptionalInt ignored =
        Spelling.indexOf(names, FolderContents.IGNORE) < 0
            ? ignored(declared)
            : OptionalInt.empty();
    ignored.ifPresent(declared::remove);
    boolean complete = otherNames && declared.size() == names.size();
    boolean foreground = false;
    for (Map.Entry<Integer, String> label : declared.entrySet()) {
      int value = label.getKey();
      int same = Spelling.indexOf(names, label.getValue());
      boolean fits = value >= 0 && value < names.size();
      fits &= value == 0 || same == value || (complete && same < 0);
      if (!fits) {
        throw mismatch(contents.labels(), descriptor);
      }
      foreground |= value > 0;
    }
    if (!foreground) {
      throw mismatch(contents.labels(), descriptor);
    }
    short[] labelOf = new short[Math.max(names.size(), ignored.orElse(0) + 1)];
    Arrays.fill(labelOf, UNDECLARED);
    for (int value = 0; value < names.size(); value++) {
      labelOf[value] = (short) value;
    }
    if (ignored.isPresent()) {
      if (ignored.getAsInt() < names.size()) {
        throw mismatch(contents.labels(), descriptor);
      }
      labelOf[ignored.getAsInt()] = LabelMap.IGNORED;
    }
    return new LabelMapping(names, labelOf);
  }

  /** The value of voxels that do not count, if there is one. */
  private static OptionalInt ignored(Map<Integer, String> declared) {
    return declared.entrySet().stream()
        .filter(label -> label.getKey() > 0 && label.getValue().equals(FolderContents.IGNORE))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  private static LabelMapping byName(FolderContents contents, DatasetDescriptor descriptor)
      throws InvalidDatasetException {
    short[] labelOf = table(contents.labels());
    List<String> names = descriptor.labels();
    List<String> left = new ArrayList<>();
    List<String> lacking = new ArrayList<>(names.subList(1, names.size()));
    contents
        .labels()
        .names()
        .forEach(
            (value, name) -> {
              int label = Math.max(0, Spelling.indexOf(names, name));
              if (label == 0 && value > 0 && name.equals(FolderContents.IGNORE)) {
                labelOf[value] = LabelMap.IGNORED;
                return;
              }
              labelOf[value] = (short) label;
              lacking.remove(names.get(label));
              if (label == 0 && value > 0) {
                left.add(name);
              }
            });
    if (lacking.size() == names.size() - 1) {
      throw mismatch(contents.labels(), descriptor);
    }
    List<String> notes = new ArrayList<>();
    if (!left.isEmpty()) {
      notes.add(
          "%s: masks of %s are left out, dataset '%s' has no such labels"
              .formatted(contents.labels().where(), NameList.inWords(left), descriptor.name()));
    }
    if (!lacking.isEmpty()) {
      notes.add(
          "%s: no case has a mask of %s"
              .formatted(contents.labels().where(), NameList.inWords(lacking)));
    }
    return new LabelMapping(names, labelOf, notes);
  }

  private static InvalidDatasetException mismatch(Declared found, DatasetDescriptor descriptor) {
    return new InvalidDatasetException(
        "%s: dataset '%s' expects %s %s, found %s; %s"
            .formatted(
                found.where(),
                descriptor.name(),
                found.what(),
                FolderOpening.byIndex(descriptor.labels()),
                found.names(),
                REMEDY.formatted(descriptor.name())));
  }

  /** The folder's labels, which must be the values 0, 1, 2, … */
  static LabelMapping ofFolder(FolderContents contents, DatasetDescriptor descriptor)
      throws InvalidDatasetException {
    return ofFolder(contents.labels());
  }

  /** The folder's labels, which must be the values 0, 1, 2, …, and maybe one to ignore. */
  static LabelMapping ofFolder(Declared labels) throws InvalidDatasetException {
    Map<Integer, String> declared = new TreeMap<>(labels.names());
    short[] labelOf = table(labels);
    OptionalInt ignored = ignored(declared);
    ignored.ifPresent(declared::remove);
    int largest = declared.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (largest + 1 != declared.size() || largest == 0) {
      throw new InvalidDatasetException(
          "%s: the folder's own labels must be the values 0, 1, 2, … without a gap, %s is %s"
              .formatted(labels.where(), labels.what(), labels.names()));
    }
    declared.keySet().forEach(value -> labelOf[value] = value.shortValue());
    ignored.ifPresent(value -> labelOf[value] = LabelMap.IGNORED);
    return new LabelMapping(List.copyOf(declared.values()), labelOf);
  }

  /**
   * One class of all that the folder labels, but for names that hold one of some words, which
   * become background.
   */
  static LabelMapping merged(
      FolderContents contents, DatasetDescriptor descriptor, List<String> backgroundWords)
      throws InvalidDatasetException {
    short[] labelOf = table(contents.labels());
    List<String> taken = new ArrayList<>();
    contents
        .labels()
        .names()
        .forEach(
            (value, name) -> {
              String spelling = Spelling.of(name);
              if (value > 0 && name.equals(FolderContents.IGNORE)) {
                labelOf[value] = LabelMap.IGNORED;
                return;
              }
              boolean one = value > 0 && backgroundWords.stream().noneMatch(spelling::contains);
              labelOf[value] = (short) (one ? 1 : 0);
              if (one) {
                taken.add(name);
              }
            });
    if (taken.isEmpty()) {
      throw new InvalidDatasetException(
          "%s: dataset '%s' expects at least one label of %s in %s, found %s"
              .formatted(
                  contents.labels().where(),
                  descriptor.name(),
                  descriptor.labels().get(1),
                  contents.labels().what(),
                  contents.labels().names()));
    }
    return new LabelMapping(descriptor.labels(), labelOf);
  }

  /** Which values the files may hold. */
  List<Integer> values() {
    List<Integer> values = new ArrayList<>();
    for (int value = 0; value < labelOf.length; value++) {
      if (labelOf[value] != UNDECLARED) {
        values.add(value);
      }
    }
    return values;
  }

  private static short[] table(Declared labels) throws InvalidDatasetException {
    int largest = 0;
    for (int value : labels.names().keySet()) {
      if (value < 0 || value > Short.MAX_VALUE) {
        throw new InvalidDatasetException(
            "%s: expected label values from 0 to %s in %s, found %s"
                .formatted(labels.where(), Short.MAX_VALUE, labels.what(), labels.names()));
      }
      largest = Math.max(largest, value);
    }
    if (largest == 0) {
      throw new InvalidDatasetException(
          "%s: expected a label beside the background in %s, found %s"
              .formatted(labels.where(), labels.what(), labels.names()));
    }
    short[] labelOf = new short[largest + 1];
    Arrays.fill(labelOf, 1, labelOf.length, UNDECLARED);
    return labelOf;
  }
}
