package io.firenet.server.monai;

import io.firenet.folder.DatasetFolder;
import io.firenet.folder.FolderCase;
import io.firenet.folder.FolderContents;
import io.firenet.folder.FolderLayout;
import io.firenet.folder.LabelFiles;
import io.firenet.layout.DecathlonLayout;
import io.firenet.layout.NnunetLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The labels that a folder of images has as a dataset, which {@code train} reads.
 *
 * @param nnunet whether it has nnU-Net's layout, not that of the Decathlon
 * @param names names of the label values
 * @param files label maps by the ids of their images
 */
record DatasetLabels(boolean nnunet, Map<Integer, String> names, Map<String, Path> files) {

  DatasetLabels {
    names = Map.copyOf(names);
    files = Map.copyOf(files);
  }

  /**
   * Those of a folder; empty if it is no dataset yet.
   *
   * @throws IOException if its {@code dataset.json} is damaged
   */
  static Optional<DatasetLabels> of(Path folder) throws IOException {
    DatasetFolder dataset = new DatasetFolder(folder);
    if (!dataset.hasListing()) {
      return Optional.empty();
    }
    FolderLayout nnunet = new NnunetLayout();
    boolean isNnunet = nnunet.evidence(dataset) == FolderLayout.Evidence.CERTAIN;
    FolderContents contents = (isNnunet ? nnunet : new DecathlonLayout()).list(dataset);
    Map<String, Path> files = new LinkedHashMap<>();
    for (FolderCase one : contents.cases()) {
      if (one.labels() instanceof LabelFiles.OneMap map && Files.isRegularFile(map.file())) {
        files.put(one.id(), map.file());
      }
    }
    return Optional.of(new DatasetLabels(isNnunet, contents.labels().names(), files));
  }

  /** The label values in their order with their names, without the background. */
  List<Map.Entry<Integer, String>> foreground() {
    return names.entrySet().stream()
        .filter(entry -> entry.getKey() > 0)
        .sorted(Map.Entry.comparingByKey())
        .toList();
  }
}
