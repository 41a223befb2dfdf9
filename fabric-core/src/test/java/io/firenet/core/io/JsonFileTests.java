package io.firenet.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file, reading it ends in a value or an IOException that names the file. */
class JsonFileTests {

  @TempDir Path folder;

  private void assertFails(String text, String part) throws IOException {
    Path file = Files.writeString(folder.resolve("run.json"), text);
    IOException error =
        assertThrows(
            IOException.class, () -> JsonFile.read(file, json -> json.getJsonObject("a").size()));
    assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    assertTrue(error.getMessage().contains(part), error.getMessage());
    assertEquals(1, error.getMessage().lines().count(), error.getMessage());
  }

  @Test
  void readsAnObject() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "{\"a\": {\"b\": 1}}");
    assertEquals(1, JsonFile.<Integer>read(file, json -> json.getJsonObject("a").getInt("b")));
  }

  @Test
  void whatIsNoneIsAnIoException() throws IOException {
    assertFails("", "is no JSON");
    assertFails("[]", "is damaged");
    assertFails("{}", "is damaged");
    assertFails("{\"a\": 1}", "is damaged");
    assertFails("{\"a\": {}} x", "is no JSON");
    assertFails("{\"a\": {}, \"a\": {\"b\": 1}}", "is no JSON");
    assertFails("{\"a\":".repeat(5000) + "1" + "}".repeat(5000), "nested");
    assertFails("[".repeat(1_000_000), "nested");
  }

  @Test
  void foldersAndMissingFilesAreNamed() {
    assertThrows(IOException.class, () -> JsonFile.readObject(folder));
    assertThrows(IOException.class, () -> JsonFile.readObject(folder.resolve("none.json")));
  }
}
