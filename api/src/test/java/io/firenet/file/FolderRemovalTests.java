package io.firenet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRemovalTests {

  @TempDir Path folder;

  @Test
  void allInAFolderGoesAndWhatItsLinksNameStays() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept.txt"), "kept");
    Path doomed = Files.createDirectories(folder.resolve("doomed/deep/deeper")).getParent();
    Files.writeString(doomed.resolve("one.txt"), "one");
    Files.createSymbolicLink(doomed.resolve("link"), outside);
    Files.createSymbolicLink(doomed.resolve("broken"), folder.resolve("nowhere"));
    FolderRemoval.delete(folder.resolve("doomed"));
    assertFalse(Files.exists(folder.resolve("doomed"), LinkOption.NOFOLLOW_LINKS));
    assertEquals("kept", Files.readString(outside.resolve("kept.txt")));
  }

  @Test
  void aLinkToAFolderIsDeletedAlone() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
    FolderRemoval.delete(link);
    assertFalse(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
    assertTrue(Files.isDirectory(outside));
  }

  @Test
  void whatIsNotThereIsNoFault() throws IOException {
    FolderRemoval.delete(folder.resolve("absent"));
    assertTrue(Files.isDirectory(folder));
  }
}
