package io.firenet.core.engine.memory;

/** What a tensor's values are kept in. */
public enum ElementType {
  FLOAT32(Float.BYTES),
  /** The range of float32 in half the memory, with 8 bits of precision instead of 24. */
  BFLOAT16(Short.BYTES);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one value. */
  public int bytes() {
    return bytes;
  }
}
