package io.firenet.testkit;

import static io.firenet.testkit.Contract.require;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.dataset.Naming;
import io.firenet.folder.DatasetFolder;
import io.firenet.folder.FolderCase;
import io.firenet.folder.FolderContents;
import io.firenet.folder.FolderLayout;
import io.firenet.folder.FolderLayout.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every layout of folders must do; extend it for a layout of your own. It checks the name,
 * that a folder of the layout is found and others are not, that listings are the same each time, of
 * valid case ids and without hidden twins of macOS, and that what is missing or damaged ends in one
 * line.
 */
public abstract class FolderLayoutContractTests {

  @TempDir private Path temporary;

  /**
   * The layout under test.
   *
   * @return a layout, made anew or always the same one
   */
  protected abstract FolderLayout layout();

  /**
   * Writes a folder of the layout with two labelled images at least; the folder is empty.
   *
   * @param folder exists and is empty
   * @throws IOException if it cannot be written
   */
  protected abstract void write(Path folder) throws IOException;

  private DatasetFolder written(String name) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    write(folder);
    return new DatasetFolder(folder);
  }

  private static List<String> ids(FolderContents contents) {
    return contents.cases().stream().map(FolderCase::id).toList();
  }

  @Test
  void hostFindsTheLayout() {
    Contract.requireFound(FolderLayout.class, layout().getClass());
  }

  @Test
  void nameAndHallmarkAreValid() {
    Contract.requireName("layout", layout().name());
    String hallmark = layout().hallmark();
    require(
        !hallmark.isBlank() && hallmark.lines().count() == 1,
        "hallmark() must be words in one line, got '%s'",
        hallmark);
  }

  @Test
  void aFolderOfTheLayoutIsFoundAndOthersAreNot() throws IOException {
    require(
        layout().evidence(written("own")) != Evidence.NONE,
        "evidence() of a folder of the layout must not be NONE");
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    assertEquals(
        Evidence.NONE,
        layout().evidence(new DatasetFolder(empty)),
        "evidence() of an empty folder");
    Path texts = Files.createDirectory(temporary.resolve("texts"));
    Files.writeString(texts.resolve("notes.txt"), "no image");
    assertEquals(
        Evidence.NONE,
        layout().evidence(new DatasetFolder(texts)),
        "evidence() of a text's folder");
  }

  @Test
  void listingsAreTheSameEachTimeAndComplete() throws IOException {
    DatasetFolder folder = written("own");
    FolderContents first = layout().list(folder);
    assertEquals(
        ids(first),
        ids(layout().list(folder)),
        "every listing must have the same order; sort files");
    require(first.cases().size() >= 2, "write() two labelled images, list() found %s", ids(first));
    require(!first.channels().names().isEmpty(), "list() must name the channels");
    require(first.labels().names().size() >= 2, "list() must name the labels");
    Set<String> ids = new HashSet<>();
    for (FolderCase each : first.cases()) {
      Naming.caseId(each.id());
      require(ids.add(each.id()), "two cases are '%s'", each.id());
      for (Path file :
          Stream.concat(each.images().stream(), each.labels().files().stream()).toList()) {
        require(Files.exists(file), "list() names %s, which write() has not written", file);
      }
    }
  }

  @Test
  void hiddenTwinsOfMacOsAreNoCases() throws IOException {
    DatasetFolder folder = written("own");
    List<String> before = ids(layout().list(folder));
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder.path())) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.writeString(file.resolveSibling("._" + file.getFileName()), "a twin");
    }
    assertEquals(before, ids(layout().list(new DatasetFolder(folder.path()))), "with twins ._…");
  }

  @Test
  void whatIsMissingOrDamagedEndsInAListingOrInOneLine() throws IOException {
    DatasetFolder folder = written("own");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder.path())) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      tryOut(folder.path(), "without " + file);
      Files.writeString(file, "{");
      tryOut(folder.path(), "with a damaged " + file);
      Files.write(file, content);
    }
  }

  private void tryOut(Path path, String what) {
    DatasetFolder folder = new DatasetFolder(path);
    try {
      if (layout().evidence(folder) != Evidence.NONE) {
        layout().list(folder);
      }
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      require(message.lines().count() == 1, "%s, the message must be one line: %s", what, message);
    }
  }
}
