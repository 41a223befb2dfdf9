package io.firenet.core.training.averaging;

import io.firenet.core.engine.memory.Bfloat16;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** In what numbers travel between the driver and its workers. */
public enum ValueFormat {
  /** As they are, four bytes each. */
  FLOAT32(Float.BYTES),
  /** The upper half of a float32, rounded to nearest, ties to even; two bytes each. */
  BFLOAT16(Short.BYTES);

  private final int bytes;

  ValueFormat(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The numbers as they travel.
   *
   * @param values is not changed
   * @return little-endian, two or four bytes each
   */
  public byte[] encode(float[] values) {
    byte[] encoded = new byte[Math.multiplyExact(values.length, bytes)];
    ByteBuffer buffer = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    if (this == FLOAT32) {
      buffer.asFloatBuffer().put(values);
    } else {
      short[] halves = new short[values.length];
      for (int i = 0; i < halves.length; i++) {
        halves[i] = Bfloat16.bits(values[i]);
      }
      buffer.asShortBuffer().put(halves);
    }
    return encoded;
  }

  /**
   * What {@link #encode} was given, but for rounding.
   *
   * @param encoded what {@link #encode} returned
   * @return a new array
   */
  public float[] decode(byte[] encoded) {
    float[] values = new float[encoded.length / bytes];
    ByteBuffer buffer = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    if (this == FLOAT32) {
      buffer.asFloatBuffer().get(values);
    } else {
      short[] halves = new short[values.length];
      buffer.asShortBuffer().get(halves);
      for (int i = 0; i < values.length; i++) {
        values[i] = Bfloat16.value(halves[i]);
      }
    }
    return values;
  }
}
