package io.firenet.core.io;

import io.firenet.file.AtomicFile;
import io.firenet.file.RegularFile;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
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
   * @param file the file to write or replace
   * @param tensors by name, with shape and values
   * @param metadata small texts that travel with them
   * @return SHA-256 of the file, in hexadecimal digits
   * @throws IOException if the file cannot be written; what was there before stays
   */
  public static String write(Path file, Map<String, Entry> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata).toString().getBytes(StandardCharsets.UTF_8);
    MessageDigest digest = Sha256.newDigest();
    AtomicFile.write(
        file,
        raw -> {
          OutputStream out = new DigestOutputStream(raw, digest);
          out.write(littleEndian(Long.BYTES).putLong(0, header.length).array());
          out.write(header);
          for (Entry entry : tensors.values()) {
            write(entry, out);
          }
        });
    return Sha256.hex(digest);
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
   * @param file a file of tensors
   * @param tensors by name, with shape; their values are replaced
   * @param sha256 what {@link #write} returned, if it is known
   * @return the metadata
   * @throws IOException if the file cannot be read, is damaged or another one than was written, or
   *     lacks a tensor or has it in another shape
   */
  public static Map<String, String> read(
      Path file, Map<String, Entry> tensors, Optional<String> sha256) throws IOException {
    RegularFile.require(file, "a file of weights");
    if (sha256.isPresent()) {
      Sha256.require(file, sha256.get());
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafeTensorsHeader header = readHeader(file, channel);
      long start = channel.position();
      for (Map.Entry<String, Entry> tensor : tensors.entrySet()) {
        SafeTensorsHeader.Tensor found = header.tensors().get(tensor.getKey());
        if (found == null) {
          throw new IOException(
              "%s lacks the weight '%s'; it belongs to another network"
                  .formatted(file, tensor.getKey()));
        }
        if (!found.is("F32", tensor.getValue().shape)) {
          throw new IOException(
              "%s has the weight '%s' as %s of shape %s, the network needs float32 of shape %s"
                  .formatted(
                      file,
                      tensor.getKey(),
                      found.type(),
                      Arrays.toString(found.shape()),
                      Arrays.toString(tensor.getValue().shape)));
        }
        read(file, channel, start + found.begin(), tensor.getValue());
      }
      return header.metadata();
    }
  }

  /**
   * The small texts that travel with the tensors of a file.
   *
   * @param file a file of tensors
   * @return by name
   * @throws IOException if the file cannot be read or is damaged
   */
  public static Map<String, String> metadata(Path file) throws IOException {
    RegularFile.require(file, "a file of weights");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return readHeader(file, channel).metadata();
    }
  }

  private static SafeTensorsHeader readHeader(Path file, FileChannel channel) throws IOException {
    ByteBuffer length = littleEndian(Long.BYTES);
    readFully(file, channel, length);
    long size = length.getLong(0);
    if (size < 2 || size > Math.min(MAX_HEADER, channel.size() - Long.BYTES)) {
      throw new IOException(
          "%s is damaged: its header would be %s bytes long".formatted(file, size));
    }
    ByteBuffer header = littleEndian((int) size);
    readFully(file, channel, header);
    return SafeTensorsHeader.parse(file, header.array(), channel.size() - channel.position());
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
            "%s is truncated: %s more bytes were expected".formatted(file, target.remaining()));
      }
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
