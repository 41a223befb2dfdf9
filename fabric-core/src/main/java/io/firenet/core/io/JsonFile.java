package io.firenet.core.io;

import io.firenet.file.ForeignJson;
import io.firenet.file.ForeignText;
import io.firenet.file.RegularFile;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * This program's own JSON files, read so that whatever is in them ends in a value or in an {@link
 * IOException} that names the file. They are bounded as {@link ForeignJson} is, and have each key
 * of an object once: of two values one would be lost without a word.
 */
public final class JsonFile {

  private static final Map<String, ?> KEYS_ONCE =
      Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE);

  private JsonFile() {}

  /**
   * Reads an object and what it stands for.
   *
   * @param file a JSON file
   * @param meaning makes the value; a runtime exception of it means that the file is damaged
   * @param <T> what it stands for
   * @return what {@code meaning} makes of it
   * @throws IOException if the file cannot be read, is no JSON object or does not have that meaning
   */
  public static <T> T read(Path file, Function<JsonObject, T> meaning) throws IOException {
    return meaning(file, readObject(file), meaning);
  }

  /**
   * Reads an object.
   *
   * @param file a JSON file
   * @return the object
   * @throws IOException if the file cannot be read or is no JSON object
   */
  public static JsonObject readObject(Path file) throws IOException {
    return meaning(file, bytes(file), bytes -> parse(bytes).asJsonObject());
  }

  /**
   * Reads an array and what it stands for.
   *
   * @param file a JSON file
   * @param meaning makes the value; a runtime exception of it means that the file is damaged
   * @param <T> what it stands for
   * @return what {@code meaning} makes of it
   * @throws IOException as {@link #read}
   */
  public static <T> T readArray(Path file, Function<JsonArray, T> meaning) throws IOException {
    return meaning(file, bytes(file), bytes -> meaning.apply(parse(bytes).asJsonArray()));
  }

  private static byte[] bytes(Path file) throws IOException {
    RegularFile.require(file, "a JSON file");
    if (Files.size(file) > ForeignJson.MAX_BYTES) {
      throw new IOException(
          "%s: expected JSON of at most %s bytes, it has %s"
              .formatted(file, ForeignJson.MAX_BYTES, Files.size(file)));
    }
    return Files.readAllBytes(file);
  }

  /**
   * Parses a text of UTF-8.
   *
   * @throws JsonException if it is none, nested too deeply, or has a key twice
   */
  static JsonStructure parse(byte[] json) {
    ForeignJson.parse(json); // bounds what comes next
    try (JsonReader reader =
        Json.createReaderFactory(KEYS_ONCE)
            .createReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8)) {
      return reader.read();
    }
  }

  private static <S, T> T meaning(Path file, S source, Function<S, T> meaning) throws IOException {
    try {
      return meaning.apply(source);
    } catch (JsonException e) {
      throw new IOException("%s is no JSON: %s".formatted(file, line(e)), e);
    } catch (RuntimeException e) { // a missing key, a value of another kind, a number too large, …
      throw new IOException("%s is damaged: %s".formatted(file, line(e)), e);
    }
  }

  private static String line(RuntimeException e) {
    return ForeignText.line(String.valueOf(e.getMessage()), 300);
  }
}
