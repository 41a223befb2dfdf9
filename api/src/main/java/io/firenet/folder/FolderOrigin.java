package io.firenet.folder;

import io.firenet.dataset.DatasetDescriptor;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a folder is the dataset that a descriptor is of, so that title, licence and citation are
 * the descriptor's. A model must never claim another dataset's licence, so this is so only if the
 * folder states the descriptor's licence, or states none and names its labels as the descriptor
 * does, each at its value. Masks are named by what they show in every dataset; they count only for
 * a descriptor that was made of such a folder.
 */
final class FolderOrigin {

  private final FolderContents contents;
  private final DatasetDescriptor descriptor;
  private final boolean declared;

  /**
   * @param declared whether the descriptor was made of a folder
   */
  FolderOrigin(FolderContents contents, DatasetDescriptor descriptor, boolean declared) {
    this.contents = contents;
    this.descriptor = descriptor;
    this.declared = declared;
  }

  /** Why the folder is another dataset, in a line; empty if it is the descriptor's. */
  Optional<String> difference() {
    Optional<String> licence = contents.description().licence();
    if (licence.isPresent()) {
      return Spelling.same(licence.get(), descriptor.licence())
          ? Optional.empty()
          : Optional.of(
              "%s: states the licence '%s', dataset '%s' has '%s'; models carry the folder's title, licence and citation"
                  .formatted(where(), licence.get(), descriptor.name(), descriptor.licence()));
    }
    return namesTheSame()
        ? Optional.empty()
        : Optional.of(
            "%s: states no licence, and its labels are not named like those of dataset '%s', so it may be another one; models carry the folder's title and citation, and the licence '%s'"
                .formatted(where(), descriptor.name(), DatasetDescriptor.UNKNOWN));
  }

  private Object where() {
    return contents.labels().where();
  }

  private boolean namesTheSame() {
    Map<Integer, String> found = contents.labels().names();
    if (found.size() != descriptor.labels().size()) {
      return false;
    }
    if (contents.named()) {
      return declared
          && found.values().stream()
              .allMatch(name -> Spelling.indexOf(descriptor.labels(), name) >= 0);
    }
    return found.entrySet().stream()
        .filter(each -> each.getKey() != 0) // the background has many names
        .allMatch(each -> Spelling.indexOf(descriptor.labels(), each.getValue()) == each.getKey());
  }
}
