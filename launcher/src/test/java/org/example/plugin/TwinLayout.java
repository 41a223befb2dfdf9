package org.example.plugin;

import aQute.bnd.annotation.spi.ServiceProvider;
import io.firenet.folder.DatasetFolder;
import io.firenet.folder.FolderCase;
import io.firenet.folder.FolderContents;
import io.firenet.folder.FolderDescription;
import io.firenet.folder.FolderLayout;
import io.firenet.folder.LabelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A layout of {@code ID-scan.*} beside {@code ID-truth.*} in {@code pairs}. */
@ServiceProvider(FolderLayout.class)
public final class TwinLayout implements FolderLayout {

  @Override
  public String name() {
    return "pairs";
  }

  @Override
  public String hallmark() {
    return "a folder \"pairs\"";
  }

  @Override
  public Evidence evidence(DatasetFolder folder) {
    return folder.has("pairs") ? Evidence.CERTAIN : Evidence.NONE;
  }

  @Override
  public FolderContents list(DatasetFolder folder) throws IOException {
    List<FolderCase> cases = new ArrayList<>();
    for (Path file : folder.files("pairs")) {
      String name = file.getFileName().toString();
      if (name.contains("-scan.")) {
        Path truth = file.resolveSibling(name.replace("-scan.", "-truth."));
        cases.add(
            new FolderCase(
                name.substring(0, name.indexOf("-scan.")),
                List.of(file),
                new LabelFiles.OneMap(truth)));
      }
    }
    Path where = folder.path();
    return new FolderContents(
        FolderDescription.NONE,
        new FolderContents.Declared(where, "the layout", Map.of(0, "CT")),
        new FolderContents.Declared(where, "the layout", Map.of(0, "background", 1, "bone")),
        cases,
        "a scan",
        Files.exists(where.resolve("README")) ? List.of() : List.of("it has no README"));
  }
}
