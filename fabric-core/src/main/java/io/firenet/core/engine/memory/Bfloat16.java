package io.firenet.core.engine.memory;

/** bfloat16: the upper half of a float32. */
public final class Bfloat16 {

  private static final int HALF = 0x7fff;
  private static final int QUIET = 0x40; // a NaN stays one

  private Bfloat16() {}

  /** The nearest value, ties to even, as its bits. */
  public static short bits(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> Short.SIZE) | QUIET);
    }
    return (short) ((bits + HALF + ((bits >>> Short.SIZE) & 1)) >>> Short.SIZE);
  }

  /** The value of some bits. */
  public static float value(short bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }
}
