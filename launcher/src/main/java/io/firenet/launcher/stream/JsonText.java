package io.firenet.launcher.stream;

import jakarta.json.Json;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** JSON for people and programs: indented. */
public final class JsonText {

  private JsonText() {}

  /** Prints a value and a line break, and leaves the writer open. */
  public static void print(PrintWriter out, JsonStructure value) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
      writer.write(value);
    }
    out.println(text.toString().strip());
    out.flush();
  }
}
