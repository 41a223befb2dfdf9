package io.firenet.format.metaimage;

import io.firenet.file.RegularFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines {@code NAME = VALUE} of a MetaImage header, up to {@code ElementDataFile}, which is the
 * last.
 *
 * @param file the header's file
 * @param values the values by their name
 * @param bytes length of the header
 */
record MetaImageFields(Path file, Map<String, String> values, int bytes) {

  static final String DATA_FILE = "ElementDataFile";

  /** Longer headers are none: a few hundred bytes are usual. */
  private static final int MAX_BYTES = 1 << 16;

  private static final int MAX_LIST_BYTES = 1 << 22;

  static MetaImageFields read(Path file) throws IOException {
    RegularFile.require(file, "a MetaImage");
    Map<String, String> values = new HashMap<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int bytes = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      while (bytes < MAX_BYTES) {
        int next = in.read();
        bytes += next < 0 ? 0 : 1;
        if (next >= 0 && next != '\n') {
          line.write(next);
          continue;
        }
        String name = add(values, line.toString(StandardCharsets.UTF_8));
        if (DATA_FILE.equals(name)) {
          return new MetaImageFields(file, values, bytes);
        }
        if (next < 0) {
          break;
        }
        line.reset();
      }
    }
    throw new IOException(
        "%s: expected a MetaImage header of lines NAME = VALUE that ends with %s, found none in %s bytes; is it a MetaImage?"
            .formatted(file, DATA_FILE, bytes));
  }

  /** The lines behind the header, which name files if {@code ElementDataFile} says LIST. */
  List<String> listed() throws IOException {
    if (Files.size(file) - bytes > MAX_LIST_BYTES) {
      throw unfit(DATA_FILE, "a list of files", Files.size(file) + " bytes");
    }
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(bytes);
      String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return list.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
  }

  private static @Nullable String add(Map<String, String> values, String line) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      return null;
    }
    String name = line.substring(0, equals).strip();
    values.put(name, line.substring(equals + 1).strip());
    return name;
  }

  /** The value of the first of these names that the header has. */
  @Nullable String text(String... names) {
    return Arrays.stream(names)
        .map(values::get)
        .filter(value -> value != null)
        .findFirst()
        .orElse(null);
  }

  String required(String name) throws IOException {
    String value = values.get(name);
    if (value == null) {
      throw new IOException("%s: the header lacks %s".formatted(file, name));
    }
    return value;
  }

  /** Whether one of these names is {@code True}; MetaIO looks at the first letter alone. */
  boolean flag(String... names) {
    String value = text(names);
    return value != null && (value.startsWith("T") || value.startsWith("t") || value.equals("1"));
  }

  long whole(String name, long otherwise) throws IOException {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw unfit(name, "a whole number", value);
    }
  }

  /** As many finite numbers as {@code otherwise} has, which stands in where there are none. */
  double[] numbers(double[] otherwise, String... names) throws IOException {
    for (String name : names) {
      String value = values.get(name);
      if (value != null) {
        return numbers(name, value, otherwise.length);
      }
    }
    return otherwise;
  }

  private double[] numbers(String name, String value, int count) throws IOException {
    String wanted = "%s numbers".formatted(count);
    String[] parts = value.split("\\s+");
    if (parts.length != count) {
      throw unfit(name, wanted, value);
    }
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      try {
        numbers[i] = Double.parseDouble(parts[i]);
      } catch (NumberFormatException e) {
        throw unfit(name, wanted, value);
      }
      if (!Double.isFinite(numbers[i])) {
        throw unfit(name, wanted, value);
      }
    }
    return numbers;
  }

  /** What is wrong with a field, in one line however long its value is. */
  IOException unfit(String name, String expected, String found) {
    String shown = found.length() <= 80 ? found : found.substring(0, 80) + "…";
    return new IOException(
        "%s: the header's %s must be %s, found '%s'"
            .formatted(file, name, expected, shown.replaceAll("\\p{Cntrl}", "?")));
  }
}
