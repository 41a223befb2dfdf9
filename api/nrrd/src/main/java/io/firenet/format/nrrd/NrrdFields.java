package io.firenet.format.nrrd;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of a NRRD header.
 *
 * @param file the header's file
 * @param fields {@code name: value}, names in lower case and without blanks
 * @param keys {@code key:=value}, in the file's order
 * @param list lines behind {@code data file: LIST}, which name files
 * @param bytes length of the header, with the blank line that ends it
 */
record NrrdFields(
    Path file, Map<String, String> fields, Map<String, String> keys, List<String> list, int bytes) {

  static final String MAGIC = "NRRD000";

  /** Slicer describes hundreds of segments in less. */
  private static final int MAX_BYTES = 1 << 20;

  static NrrdFields read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file
              + (Files.exists(file)
                  ? ": expected an image file, found none that is regular"
                  : ": there is no such file"));
    }
    Map<String, String> fields = new HashMap<>();
    Map<String, String> keys = new LinkedHashMap<>();
    List<String> list = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int bytes = 0;
    boolean first = true;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      while (bytes < MAX_BYTES) {
        int next = in.read();
        bytes += next < 0 ? 0 : 1;
        if (next >= 0 && next != '\n') {
          line.write(next);
          continue;
        }
        String text = line.toString(StandardCharsets.UTF_8);
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        line.reset();
        if (first && !text.matches(MAGIC + "[1-5]")) {
          break;
        }
        if ((text.isEmpty() && list.isEmpty() && next >= 0) || next < 0) {
          if (!first) {
            add(fields, keys, list, text);
            return new NrrdFields(file, fields, keys, list, bytes);
          }
          break;
        }
        if (!first) {
          add(fields, keys, list, text);
        }
        first = false;
      }
    }
    throw new IOException(
        "%s: expected a NRRD header that starts with %s1 to 5 and ends with an empty line, found none in %s bytes; is it NRRD?"
            .formatted(file, MAGIC, bytes));
  }

  private static void add(
      Map<String, String> fields, Map<String, String> keys, List<String> list, String line) {
    if (isList(fields)) {
      if (!line.isBlank()) {
        list.add(line.strip());
      }
      return;
    }
    int key = line.indexOf(":=");
    int field = line.indexOf(": ");
    if (line.startsWith("#")) {
      return;
    }
    if (key >= 0 && (field < 0 || key < field)) {
      keys.put(line.substring(0, key), unescaped(line.substring(key + 2)));
    } else if (field >= 0) {
      String name = line.substring(0, field).toLowerCase(Locale.ROOT).replace(" ", "");
      fields.put(name, line.substring(field + 2).strip());
    }
  }

  private static boolean isList(Map<String, String> fields) {
    String value = fields.get("datafile");
    return value != null && value.matches("LIST( \\d+)?");
  }

  private static String unescaped(String value) {
    return value.replace("\\\\", "\u0000").replace("\\n", "\n").replace("\u0000", "\\");
  }

  /** The value of the first of these names that the header has. */
  Optional<String> text(String... names) {
    for (String name : names) {
      String value = fields.get(name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  String required(String name) throws IOException {
    return text(name)
        .orElseThrow(() -> new IOException("%s: the header lacks '%s'".formatted(file, name)));
  }

  long whole(long otherwise, String... names) throws IOException {
    Optional<String> value = text(names);
    try {
      return value.isEmpty() ? otherwise : Long.parseLong(value.get());
    } catch (NumberFormatException e) {
      throw unfit(names[0], "a whole number", value.get());
    }
  }

  /** A number per axis; NaN where the header says so. */
  Optional<double[]> numbers(String name, int count) throws IOException {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = value.get().split("\\s+");
    if (parts.length != count) {
      throw unfit(name, count + " numbers", value.get());
    }
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number(name, parts[i]);
    }
    return Optional.of(numbers);
  }

  double number(String name, String text) throws IOException {
    try {
      return text.equalsIgnoreCase("nan") ? Double.NaN : Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw unfit(name, "numbers", text);
    }
  }

  /** Words that blanks part, those in quotation marks without them. */
  static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    for (String part : value.split("\"?\\s+(?=\\S)")) {
      words.add(part.replace("\"", "").strip());
    }
    return words;
  }

  /** What is wrong with a field, in one line however long its value is. */
  IOException unfit(String name, String expected, String found) {
    String shown = found.length() <= 80 ? found : found.substring(0, 80) + "…";
    return new IOException(
        "%s: the header's '%s' must be %s, found '%s'"
            .formatted(file, name, expected, shown.replaceAll("\\p{Cntrl}", "?")));
  }
}
