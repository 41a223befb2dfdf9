package io.firenet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ForeignFileTests {

  @TempDir private Path folder;

  @Test
  void onlyRegularFilesAreFiles() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertEquals(file, RegularFile.require(file, "an image"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertEquals(link, RegularFile.require(link, "an image"));
    assertRefused(folder, "expected an image, found a folder");
    assertRefused(folder.resolve("none"), "expected an image, there is no such file");
    Path loose = Files.createSymbolicLink(folder.resolve("loose"), folder.resolve("none"));
    assertRefused(loose, "found a link that leads nowhere");
  }

  @Test
  void pipesAndDevicesAreNamed() throws Exception {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero), "this system has no /dev/zero");
    assertRefused(zero, "found a device");
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertRefused(pipe, "found a pipe");
  }

  private static void assertRefused(Path path, String message) {
    String found =
        assertThrows(IOException.class, () -> RegularFile.require(path, "an image")).getMessage();
    assertTrue(found.startsWith(path + ": ") && found.contains(message), found);
  }

  @Test
  void listingsLeaveTwinsOut() throws IOException {
    for (String name : List.of("b.nii", "._b.nii", "a.jar", "._a.jar", ".hidden")) {
      Files.writeString(folder.resolve(name), "");
    }
    assertEquals(
        List.of(".hidden", "a.jar", "b.nii"),
        FolderListing.of(folder).stream().map(each -> each.getFileName().toString()).toList());
  }

  @Test
  void jsonIsReadInItsEncodings() throws IOException {
    String json = "{\"a\": [\"]]]\\\"[\", 1]}";
    for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16)) {
      Path file = Files.write(folder.resolve("file.json"), json.getBytes(charset));
      assertEquals("]]]\"[", ((JsonObject) ForeignJson.read(file)).getJsonArray("a").getString(0));
    }
    assertThrows(JsonException.class, () -> ForeignJson.parse(new byte[] {'"', (byte) 0xff, '"'}));
  }

  @Test
  void jsonOfAnyKindEndsInAValueOrItsException() {
    String deep = "[".repeat(200_000);
    assertTrue(
        assertThrows(JsonException.class, () -> ForeignJson.parse(deep))
            .getMessage()
            .contains("nested more than 64 deep"));
    assertTrue(ForeignJson.parse("[".repeat(64) + "]".repeat(64)).asJsonArray().size() == 1);
    for (String bad : List.of("", "{", "{\"a\" 1}", "nul", "[1e]", "\"\\ud8\"", "[1]]")) {
      String message =
          assertThrows(JsonException.class, () -> ForeignJson.parse(bad), bad).getMessage();
      assertEquals(1, message.lines().count(), message);
    }
  }
}
