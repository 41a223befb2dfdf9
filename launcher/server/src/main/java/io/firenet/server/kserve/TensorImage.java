package io.firenet.server.kserve;

import io.firenet.server.http.Refusal;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The tensor {@code image} of an inference request, {@code [C,D,H,W]} or {@code [1,C,D,H,W]}, FP32.
 * Tensors have no geometry: the parameter {@code spacing_mm}, {@code [D,H,W]}, says how large
 * voxels are, and if it is left out they are of the model's spacing; axes are taken to be RAS+.
 */
final class TensorImage {

  private TensorImage() {}

  /**
   * Reads the only input of a request.
   *
   * @param binary what follows after the JSON, for inputs with {@code binary_data_size}
   * @param channels as many as the model takes
   * @param spacingMm the model's
   * @throws Refusal if it is another
   */
  static Volume read(JsonObject request, ByteBuffer binary, int channels, double spacingMm) {
    if (!(request.get("inputs") instanceof JsonArray inputs)
        || inputs.size() != 1
        || !(inputs.get(0) instanceof JsonObject input)
        || !(input.get("name") instanceof JsonString name)
        || !name.getString().equals("image")) {
      throw Refusal.wrong("expected \"inputs\" with one tensor named \"image\"");
    }
    if (!(input.get("datatype") instanceof JsonString type) || !type.getString().equals("FP32")) {
      throw Refusal.wrong("expected the tensor 'image' to have the datatype FP32");
    }
    int[] shape = shape(input, channels);
    GridSize size = new GridSize(shape[1], shape[2], shape[3]);
    long values = size.voxels() * channels;
    if (values > Integer.MAX_VALUE - 8) {
      throw new Refusal(413, "the tensor is too large");
    }
    float[] data = data(input, binary, (int) values);
    return new Volume(new ImageGeometry(size, affine(input, request, spacingMm)), channels, data);
  }

  private static int[] shape(JsonObject input, int channels) {
    String expected = "expected the shape [%1$s,D,H,W] or [1,%1$s,D,H,W]".formatted(channels);
    if (!(input.get("shape") instanceof JsonArray array)
        || (array.size() != 4 && array.size() != 5)) {
      throw Refusal.wrong(expected);
    }
    int[] shape = new int[4];
    int skip = array.size() - 4;
    for (int i = 0; i < array.size(); i++) {
      if (!(array.get(i) instanceof JsonNumber side)
          || side.doubleValue() < 1
          || side.doubleValue() > 1 << 20
          || (i < skip && side.intValue() != 1)) {
        throw Refusal.wrong(expected);
      }
      if (i >= skip) {
        shape[i - skip] = side.intValue();
      }
    }
    if (shape[0] != channels || GridSize.exceeds(1L << 31, shape[1], shape[2], shape[3])) {
      throw Refusal.wrong(expected);
    }
    return shape;
  }

  private static float[] data(JsonObject input, ByteBuffer binary, int values) {
    JsonObject parameters = object(input, "parameters");
    if (parameters.get("binary_data_size") instanceof JsonNumber bytes) {
      if (bytes.longValue() != (long) values * Float.BYTES
          || binary.remaining() < bytes.longValue()) {
        throw Refusal.wrong(
            "expected %s bytes of data after the JSON, %s are said and %s there"
                .formatted((long) values * Float.BYTES, bytes, binary.remaining()));
      }
      float[] data = new float[values];
      binary.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(data);
      return data;
    }
    if (!(input.get("data") instanceof JsonArray array)) {
      throw Refusal.wrong("expected \"data\" with %s numbers".formatted(values));
    }
    float[] data = new float[values];
    if (fill(array, data, 0) != values) {
      throw Refusal.wrong("expected \"data\" with %s numbers".formatted(values));
    }
    return data;
  }

  /** The protocol allows data that is nested like its shape, and flat. */
  private static int fill(JsonArray array, float[] data, int from) {
    int at = from;
    for (JsonValue value : array) {
      if (value instanceof JsonArray inner) {
        at = fill(inner, data, at);
      } else if (value instanceof JsonNumber number && at < data.length) {
        data[at++] = (float) number.doubleValue();
      } else {
        throw Refusal.wrong("expected \"data\" with %s numbers".formatted(data.length));
      }
    }
    return at;
  }

  private static Affine affine(JsonObject input, JsonObject request, double spacingMm) {
    JsonValue given =
        object(input, "parameters")
            .getOrDefault("spacing_mm", object(request, "parameters").get("spacing_mm"));
    double[] spacing = {spacingMm, spacingMm, spacingMm};
    if (given != null) {
      if (!(given instanceof JsonArray array) || array.size() != 3) {
        throw Refusal.wrong("expected \"spacing_mm\" as [D,H,W]");
      }
      for (int i = 0; i < 3; i++) {
        if (!(array.get(i) instanceof JsonNumber mm) || !(mm.doubleValue() > 0)) {
          throw Refusal.wrong("expected \"spacing_mm\" as [D,H,W]");
        }
        spacing[i] = mm.doubleValue();
      }
    }
    return Affine.scaling(spacing[2], spacing[1], spacing[0]);
  }

  private static JsonObject object(JsonObject json, String key) {
    return json.get(key) instanceof JsonObject inner ? inner : JsonValue.EMPTY_JSON_OBJECT;
  }
}
