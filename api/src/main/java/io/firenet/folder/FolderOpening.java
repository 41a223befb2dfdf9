package io.firenet.folder;

import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Naming;
import io.firenet.dataset.Region;
import io.firenet.folder.FolderContents.Declared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes a dataset of what a layout found in a folder and what a descriptor expects there. */
final class FolderOpening {

  private final Path folder;
  private final FolderContents contents;
  private final DatasetDescriptor descriptor;
  private final boolean declared;

  /**
   * @param declared whether the descriptor was made of a folder
   */
  FolderOpening(
      Path folder, FolderContents contents, DatasetDescriptor descriptor, boolean declared) {
    this.folder = folder;
    this.contents = contents;
    this.descriptor = descriptor;
    this.declared = declared;
  }

  /** Makes the labels of the opened dataset of those that the folder declares. */
  @FunctionalInterface
  interface LabelRule {
    LabelMapping labels(FolderContents contents, DatasetDescriptor descriptor)
        throws InvalidDatasetException;
  }

  /**
   * Opens the dataset.
   *
   * @param own whether title, licence and citation are the folder's even if it states none
   */
  Dataset open(LabelRule rule, boolean own) throws InvalidDatasetException {
    List<Integer> channels = channels();
    LabelMapping labels = rule.labels(contents, descriptor);
    List<String> notes = new ArrayList<>(contents.notes());
    notes.addAll(labels.notes());
    Optional<String> foreign =
        own ? Optional.empty() : new FolderOrigin(contents, descriptor, declared).difference();
    foreign.ifPresent(notes::add);
    if (contents.cases().isEmpty()) {
      throw new InvalidDatasetException(
          "%s: expected at least one %s, found none; only labelled images can be used"
              .formatted(contents.labels().where(), contents.caseless()));
    }
    DatasetDescriptor opened =
        own || foreign.isPresent() ? asTheFolderSays(labels.names()) : withLabels(labels.names());
    if (own && !contents.regions().isEmpty()) {
      opened = opened.withRegions(contents.regions(), Region.DECODER);
    }
    List<Case> cases = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (FolderCase each : contents.cases()) {
      checkId(each.id());
      if (!ids.add(each.id())) {
        throw new InvalidDatasetException(
            "%s: two cases are '%s'; rename one of them".formatted(folder, each.id()));
      }
      cases.add(new FileCase(inOrder(each, channels), opened, labels));
    }
    return new OpenedDataset(opened, cases, notes);
  }

  private void checkId(String id) throws InvalidDatasetException {
    try {
      Naming.caseId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidDatasetException(
          "%s: %s; rename the file".formatted(folder, e.getMessage()), e);
    }
  }

  private DatasetDescriptor withLabels(List<String> labels) throws InvalidDatasetException {
    try {
      return descriptor.withLabels(labels);
    } catch (IllegalArgumentException e) {
      throw new InvalidDatasetException(contents.labels().where() + ": " + e.getMessage(), e);
    }
  }

  private DatasetDescriptor asTheFolderSays(List<String> labels) throws InvalidDatasetException {
    DatasetDescriptor named = withLabels(labels);
    return contents
        .description()
        .describe(folder, named.name(), named.channels(), labels, named.decoder())
        .withCodes(named.codes())
        .withRegions(named.regions(), named.decoder());
  }

  /** Where the descriptor's channels are among the folder's. */
  private List<Integer> channels() throws InvalidDatasetException {
    List<String> names = descriptor.channels();
    Declared declared = contents.channels();
    List<String> found = List.copyOf(declared.names().values());
    Map<Integer, String> expected = byIndex(names);
    if (contents.named() && names.size() > 1) {
      List<Integer> where = names.stream().map(name -> Spelling.indexOf(found, name)).toList();
      if (!where.contains(-1)) {
        return where;
      }
    } else if (declared.names().keySet().equals(expected.keySet())) {
      return List.copyOf(expected.keySet());
    }
    throw new InvalidDatasetException(
        "%s: dataset '%s' expects the channels %s in %s, found %s; name the right folder"
            .formatted(
                declared.where(), descriptor.name(), expected, declared.what(), declared.names()));
  }

  static Map<Integer, String> byIndex(List<String> names) {
    Map<Integer, String> byIndex = new TreeMap<>();
    names.forEach(name -> byIndex.put(byIndex.size(), name));
    return byIndex;
  }

  private static FolderCase inOrder(FolderCase files, List<Integer> channels) {
    boolean apart = files.images().size() == channels.size();
    return apart
        ? new FolderCase(
            files.id(), channels.stream().map(files.images()::get).toList(), files.labels())
        : files;
  }
}
