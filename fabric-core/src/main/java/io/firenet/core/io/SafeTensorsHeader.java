package io.firenet.core.io;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the header of a safetensors file says, as strict as the format's specification: each name
 * once, every byte of the data in one tensor, no gap and no overlap, sizes that are the product of
 * the shapes.
 *
 * @param tensors by name
 * @param metadata texts that travel with them
 */
record SafeTensorsHeader(Map<String, Tensor> tensors, Map<String, String> metadata) {

  private static final String METADATA = "__metadata__";

  /** Bits of one value. */
  private static final Map<String, Integer> TYPES =
      Map.ofEntries(
          Map.entry("BOOL", 8),
          Map.entry("U8", 8),
          Map.entry("I8", 8),
          Map.entry("F8_E5M2", 8),
          Map.entry("F8_E4M3", 8),
          Map.entry("I16", 16),
          Map.entry("U16", 16),
          Map.entry("F16", 16),
          Map.entry("BF16", 16),
          Map.entry("I32", 32),
          Map.entry("U32", 32),
          Map.entry("F32", 32),
          Map.entry("F64", 64),
          Map.entry("I64", 64),
          Map.entry("U64", 64));

  /**
   * A tensor's place.
   *
   * @param type such as {@code F32}
   * @param begin of its values in the data, in bytes
   * @param end behind them
   */
  record Tensor(String name, String type, long[] shape, long begin, long end) {

    boolean is(String wantedType, int[] wanted) {
      return type.equals(wantedType)
          && Arrays.equals(shape, Arrays.stream(wanted).asLongStream().toArray());
    }
  }

  /**
   * Parses a header.
   *
   * @param dataBytes length of the data behind it
   * @throws IOException if it breaks a rule; the message names the file and the rule
   */
  static SafeTensorsHeader parse(Path file, byte[] json, long dataBytes) throws IOException {
    try {
      if (json[0] != '{') { // the specification lets nothing stand before it
        throw new IllegalArgumentException("it must begin with {");
      }
      JsonObject header = JsonFile.parse(json).asJsonObject();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      Map<String, String> metadata = new TreeMap<>();
      for (Map.Entry<String, JsonValue> each : header.entrySet()) {
        if (each.getKey().equals(METADATA)) {
          each.getValue()
              .asJsonObject()
              .forEach((key, value) -> metadata.put(key, ((JsonString) value).getString()));
        } else {
          tensors.put(each.getKey(), tensor(each.getKey(), each.getValue().asJsonObject()));
        }
      }
      checkPlaces(tensors, dataBytes);
      return new SafeTensorsHeader(tensors, metadata);
    } catch (JsonException | ClassCastException | NullPointerException e) {
      throw new IOException(file + " is damaged: its header cannot be read", e);
    } catch (RuntimeException e) {
      throw new IOException("%s is damaged: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Tensor tensor(String name, JsonObject json) {
    long[] shape = wholes(json.getJsonArray("shape"));
    long[] offsets = wholes(json.getJsonArray("data_offsets"));
    String type = json.getString("dtype");
    Integer bits = TYPES.get(type);
    if (bits == null) {
      throw new IllegalArgumentException(
          "tensor '%s' has the unknown type '%s'".formatted(name, type));
    }
    long size = bits;
    for (long side : shape) {
      size = Math.multiplyExact(size, side);
    }
    if (offsets.length != 2 || offsets[1] - offsets[0] != size / 8) {
      throw new IllegalArgumentException(
          "tensor '%s' of shape %s and type %s needs %s bytes, its offsets are %s"
              .formatted(name, Arrays.toString(shape), type, size / 8, Arrays.toString(offsets)));
    }
    return new Tensor(name, type, shape, offsets[0], offsets[1]);
  }

  private static long[] wholes(JsonArray array) {
    long[] numbers = new long[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.getJsonNumber(i).longValueExact();
      if (numbers[i] < 0) {
        throw new IllegalArgumentException("its header has the negative number " + numbers[i]);
      }
    }
    return numbers;
  }

  private static void checkPlaces(Map<String, Tensor> tensors, long dataBytes) {
    List<Tensor> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
    long end = 0;
    for (Tensor tensor : inOrder) {
      if (tensor.begin() != end) {
        throw new IllegalArgumentException(
            "tensor '%s' begins at byte %s of the data, the one before it ends at %s; there must be no gap and no overlap"
                .formatted(tensor.name(), tensor.begin(), end));
      }
      end = tensor.end();
    }
    if (end != dataBytes) {
      throw new IllegalArgumentException(
          "its tensors have %s bytes, there are %s; it is %s"
              .formatted(end, dataBytes, end > dataBytes ? "truncated" : "longer than it says"));
    }
  }
}
