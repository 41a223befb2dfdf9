package io.firenet.folder;

import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Opens a folder of labelled images of any {@link FolderLayout}, which is found by what the folder
 * holds.
 *
 * <p>Opening reads {@code dataset.json}, if there is one, and names of files only. A file that is
 * missing or damaged is reported when its case is read.
 *
 * <p>Every such dataset has two options. {@code labels=folder}: the opened dataset then has the
 * labels, title, licence and citation that the folder declares, not those of its provider's
 * descriptor. {@code layout=NAME}: which layout the folder has, where it is not found by itself. A
 * folder that states another licence than the descriptor keeps its own, with its title and
 * citation, in any case; so does one that states none and names its labels in another way.
 */
public final class LabelledFolder {

  private LabelledFolder() {}

  /**
   * Opens the folder that a source names.
   *
   * <p>The folder must have as many channels as the descriptor and declare none but its label
   * values. If it declares all of them, it may spell their names in its own way; if it lacks some,
   * the others must have the same names, upper case and punctuation aside. A name at another value
   * than the descriptor's is refused. Where each label has a mask of its own, names alone count:
   * masks that the descriptor does not name are left out.
   *
   * @param source the folder that the user named and the options given with it
   * @param descriptor the channels and labels that the folder must have
   * @return its cases, none of which is read yet
   * @throws InvalidDatasetException if the source names no folder or an unknown option, or the
   *     folder is not this dataset: no layout that is known, other channels or labels, no case, a
   *     case twice
   * @throws IOException if the folder cannot be read
   */
  public static Dataset open(DatasetSource source, DatasetDescriptor descriptor)
      throws IOException {
    return open(source, descriptor, Optional.empty(), false, LabelMapping::official);
  }

  /** Opens the folder that a source names with the labels of a declaration, under their names. */
  static Dataset open(DatasetSource source, DatasetDescriptor descriptor, Optional<String> layout)
      throws IOException {
    return open(source, descriptor, layout, true, LabelMapping::declared);
  }

  /**
   * Opens the folder that a source names with all that it labels as one class, the descriptor's
   * label 1.
   *
   * @param source the folder that the user named and the options given with it
   * @param descriptor the channels that the folder must have; its labels are the background and the
   *     one class
   * @param backgroundWords words in lower case; a label whose name holds one becomes background
   * @return its cases, none of which is read yet
   * @throws InvalidDatasetException as {@link #open}
   * @throws IOException if the folder cannot be read
   */
  public static Dataset openAsOneClass(
      DatasetSource source, DatasetDescriptor descriptor, String... backgroundWords)
      throws IOException {
    List<String> words = List.of(backgroundWords);
    return open(
        source,
        descriptor,
        Optional.empty(),
        false,
        (contents, expected) -> LabelMapping.merged(contents, expected, words));
  }

  private static Dataset open(
      DatasetSource source,
      DatasetDescriptor descriptor,
      Optional<String> layout,
      boolean declared,
      FolderOpening.LabelRule providers)
      throws IOException {
    NamedFolder named = NamedFolder.of(source, descriptor.name());
    FolderContents contents = named.contents(descriptor.name(), layout);
    return new FolderOpening(named.folder().path(), contents, descriptor, declared)
        .open(named.ownLabels() ? LabelMapping::ofFolder : providers, named.ownLabels());
  }
}
