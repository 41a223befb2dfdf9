package io.firenet.file;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON that may be anybody's: of bounded size and depth, so that no text can exhaust memory or the
 * stack of whoever reads it. Texts are UTF-8, or UTF-16 if they begin with its mark.
 */
public final class ForeignJson {

  /** Deepest nesting of arrays and objects that is read; our own files have a handful. */
  public static final int MAX_DEPTH = 64;

  /** Longest file that is read. */
  public static final int MAX_BYTES = 64 << 20;

  private ForeignJson() {}

  /**
   * {@return the JSON value that a file holds}
   *
   * @param file of at most {@value #MAX_BYTES} bytes, in UTF-8 or, with its mark, UTF-16
   * @throws JsonException if it is no JSON, nested too deeply or too long; in one line, without the
   *     file
   * @throws IOException if it cannot be read or is no regular file
   */
  public static JsonValue read(Path file) throws IOException {
    RegularFile.require(file, "a JSON file");
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /**
   * {@return the JSON value that a stream holds; the stream is left open}
   *
   * @param in read to its end
   * @throws JsonException as {@link #read(Path)}
   * @throws IOException if it cannot be read
   */
  public static JsonValue read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new JsonException("longer than %s bytes".formatted(MAX_BYTES));
    }
    return parse(bytes);
  }

  /**
   * {@return the JSON value that bytes hold}
   *
   * @param bytes in UTF-8 or, with its mark, UTF-16
   * @throws JsonException as {@link #read(Path)}
   */
  public static JsonValue parse(byte[] bytes) {
    boolean utf16 =
        bytes.length >= 2 && (bytes[0] & 0xff) + (bytes[1] & 0xff) == 0xff + 0xfe; // either order
    Charset charset = utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text.startsWith("\ufeff") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw new JsonException("not encoded as " + charset, e);
    }
  }

  /**
   * {@return the JSON value that a text holds}
   *
   * @param text one JSON value and nothing after it
   * @throws JsonException as {@link #read(Path)}
   */
  public static JsonValue parse(String text) {
    checkDepth(text);
    try (JsonParser parser = Json.createParser(new StringReader(text))) {
      parser.next();
      JsonValue value = parser.getValue();
      if (parser.hasNext()) {
        throw new JsonException("something follows after the value");
      }
      return value;
    } catch (RuntimeException e) { // a JsonException, or the parser's own for odd numbers
      throw new JsonException(ForeignText.line(String.valueOf(e.getMessage()), 200), e);
    }
  }

  private static void checkDepth(String text) {
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '[' || c == '{') {
        if (++depth > MAX_DEPTH) {
          throw new JsonException("nested more than %s deep".formatted(MAX_DEPTH));
        }
      } else if (c == ']' || c == '}') {
        depth--;
      }
    }
  }
}
