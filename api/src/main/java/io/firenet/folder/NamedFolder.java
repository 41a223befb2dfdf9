package io.firenet.folder;

import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.file.FolderListing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder that a source names.
 *
 * @param folder the folder
 * @param ownLabels whether the option {@code labels=folder} asks for the folder's own labels
 * @param layout which layout the option {@code layout=NAME} asks for
 */
record NamedFolder(DatasetFolder folder, boolean ownLabels, Optional<String> layout) {

  private static final String LABELS = "labels";
  private static final String LAYOUT = "layout";

  static NamedFolder of(DatasetSource source, String name) throws InvalidDatasetException {
    Map<String, String> options = source.options();
    if (!Set.of(LABELS, LAYOUT).containsAll(options.keySet())
        || !options.getOrDefault(LABELS, "folder").equals("folder")) {
      throw new InvalidDatasetException(
          "dataset '%s' has the option labels=folder, and layout=NAME of %s, got %s"
              .formatted(name, FolderLayouts.names(FolderLayouts.all()), options));
    }
    DatasetFolder folder =
        source
            .folder()
            .map(DatasetFolder::new)
            .orElseThrow(
                () ->
                    new InvalidDatasetException(
                        "dataset '%s' needs a folder; name it as %s=DIR".formatted(name, name)));
    return new NamedFolder(
        folder, options.containsKey(LABELS), Optional.ofNullable(options.get(LAYOUT)));
  }

  /** What the folder holds, in the layout that is asked for, or usual, or found. */
  FolderContents contents(String name, Optional<String> usual) throws IOException {
    String who = "dataset '%s'".formatted(name);
    return withoutTwins(FolderLayouts.of(folder, layout.or(() -> usual), who).list(folder));
  }

  /** Listings made on macOS may name its hidden twins of the images, too. */
  private FolderContents withoutTwins(FolderContents found) {
    List<FolderCase> cases =
        found.cases().stream()
            .filter(each -> each.images().stream().noneMatch(FolderListing::isTwin))
            .toList();
    int twins = found.cases().size() - cases.size();
    if (twins == 0) {
      return found;
    }
    List<String> notes = new ArrayList<>(found.notes());
    notes.add(
        "%s: %s of its cases %s left out, hidden twins (._…) that macOS makes of files"
            .formatted(folder, twins, twins == 1 ? "is" : "are"));
    return new FolderContents(
        found.description(), found.channels(), found.labels(), cases, found.caseless(), notes);
  }
}
