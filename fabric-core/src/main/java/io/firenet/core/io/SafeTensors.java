package io.firenet.core.io;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Named float32 tensors in one file, in the safetensors format: 8 bytes length of the header
 * (little endian), the header as JSON ({@code name → dtype, shape, data_offsets}), the values
 * (little endian).
 */
public final class SafeTensors {

  private static final int CHUNK = 1 << 16; // floats
  private static final long MAX_HEADER = 16 << 20;

  private SafeTensors() {}

  /**
   * A tensor in memory.
   *
   * @param shape sizes, outermost first
   * @param values gives its values, one after another
   * @param target takes them
   */
  public record Entry(int[] shape, Supplier<float[]> values, Consumer<float[]> target) {

    long bytes() {
      long size = Float.BYTES;
      for (int side : shape) {
        size *= side;
      }
      return size;
    }
  }

  /**
   * Writes tensors in the map's order.
   *
   * @param metadata small texts that travel with them
   * @throws IOException if the file cannot be written; what was there before stays
   */
  public static void write(Path file, Map<String, Entry> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata).toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(
        file,
        out -> {
          out.write(littleEndian(Long.BYTES).putLong(0, header.length).array());
          out.write(header);
          for (Entry entry : tensors.values()) {
            write(entry, out);
          }
        });
  }

  private static JsonObject header(Map<String, Entry> tensors, Map<String, String> metadata) {
    JsonObjectBuilder header = Json.createObjectBuilder();
    JsonObjectBuilder texts = Json.createObjectBuilder();
    metadata.forEach(texts::add);
    header.add("__metadata__", texts);
    long offset = 0;
    for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
      var shape = Json.createArrayBuilder();
      for (int side : tensor.getValue().shape) {
        shape.add(side);
      }
      long end = offset + tensor.getValue().bytes();
      header.add(
          tensor.getKey(),
          Json.createObjectBuilder()
              .add("dtype", "F32")
              .add("shape", shape)
              .add("data_offsets", Json.createArrayBuilder().add(offset).add(end)));
      offset = end;
    }
    return header.build();
  }

  private static void write(Entry entry, OutputStream out) throws IOException {
    ByteBuffer bytes = littleEndian(CHUNK * Float.BYTES);
    float[] values = entry.values.get();
    for (int start = 0; start < values.length; start += CHUNK) {
      int n = Math.min(CHUNK, values.length - start);
      bytes.asFloatBuffer().put(values, start, n);
      out.write(bytes.array(), 0, n * Float.BYTES);
    }
  }

  /**
   * Fills the given tensors from a file that has them all, in any order.
   *
   * @return the metadata
   * @throws IOException if the file cannot be read, is damaged, or lacks a tensor or has it in
   *     another shape
   */
  public static Map<String, String> read(Path file, Map<String, Entry> tensors) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      JsonObject header = readHeader(file, channel);
      long start = channel.position();
      checkLength(file, start, header);
      for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
        JsonObject found = header.getJsonObject(tensor.getKey());
        if (found == null) {
          throw new IOException(
              "%s lacks the weight '%s'; it belongs to another network"
                  .formatted(file, tensor.getKey()));
        }
        long offset = offset(file, tensor.getKey(), tensor.getValue(), found);
        read(file, channel, start + offset, tensor.getValue());
      }
      JsonObject texts = header.getJsonObject("__metadata__");
      Map<String, String> metadata = new TreeMap<>();
      texts.keySet().forEach(key -> metadata.put(key, texts.getString(key)));
      return metadata;
    } catch (JsonException | ClassCastException | NullPointerException e) {
      throw new IOException(file + " is damaged: its header cannot be read", e);
    }
  }

  private static JsonObject readHeader(Path file, FileChannel channel) throws IOException {
    ByteBuffer length = littleEndian(Long.BYTES);
    readFully(file, channel, length);
    long size = length.getLong(0);
    if (size < 2 || size > Math.min(MAX_HEADER, Files.size(file))) {
      throw new IOException(
          "%s is damaged: its header would be %d bytes long".formatted(file, size));
    }
    ByteBuffer header = littleEndian((int) size);
    readFully(file, channel, header);
    return Json.createReader(new ByteArrayInputStream(header.array())).readObject();
  }

  private static void checkLength(Path file, long start, JsonObject header) throws IOException {
    long end = start;
    for (String name : header.keySet()) {
      if (!name.equals("__metadata__")) {
        JsonArray offsets = header.getJsonObject(name).getJsonArray("data_offsets");
        end = Math.max(end, start + offsets.getJsonNumber(1).longValueExact());
      }
    }
    if (Files.size(file) < end) {
      throw new IOException(
          "%s is truncated: it should have %d bytes and has %d"
              .formatted(file, end, Files.size(file)));
    }
  }

  private static long offset(Path file, String name, Entry wanted, JsonObject found)
      throws IOException {
    JsonArray shape = found.getJsonArray("shape");
    JsonArray offsets = found.getJsonArray("data_offsets");
    boolean same = shape.size() == wanted.shape.length && found.getString("dtype").equals("F32");
    for (int i = 0; same && i < wanted.shape.length; i++) {
      same = shape.getInt(i) == wanted.shape[i];
    }
    long first = offsets.getJsonNumber(0).longValueExact();
    if (!same || offsets.getJsonNumber(1).longValueExact() - first != wanted.bytes()) {
      throw new IOException(
          "%s has the weight '%s' as %s of shape %s, the network needs float32 of shape %s"
              .formatted(
                  file, name, found.getString("dtype"), shape, Arrays.toString(wanted.shape)));
    }
    return first;
  }

  private static void read(Path file, FileChannel channel, long start, Entry entry)
      throws IOException {
    channel.position(start);
    ByteBuffer bytes = littleEndian(CHUNK * Float.BYTES);
    float[] values = new float[(int) (entry.bytes() / Float.BYTES)];
    for (int at = 0; at < values.length; at += CHUNK) {
      int n = Math.min(CHUNK, values.length - at);
      bytes.clear().limit(n * Float.BYTES);
      readFully(file, channel, bytes);
      bytes.flip().asFloatBuffer().get(values, at, n);
    }
    entry.target.accept(values);
  }

  private static void readFully(Path file, FileChannel channel, ByteBuffer target)
      throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new IOException(
            "%s is truncated: %d more bytes were expected".formatted(file, target.remaining()));
      }
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
