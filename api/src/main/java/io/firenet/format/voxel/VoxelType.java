package io.firenet.format.voxel;

import java.nio.ByteBuffer;

/** The types of plain voxels that can be read. */
public enum VoxelType {
  /** Whole numbers from 0 to 255. */
  UINT8(1),
  /** Whole numbers of 16 bits with a sign. */
  INT16(2),
  /** Whole numbers of 32 bits with a sign. */
  INT32(4),
  /** Floating-point numbers of single precision. */
  FLOAT32(4),
  /** Floating-point numbers of double precision. */
  FLOAT64(8),
  /** Whole numbers from −128 to 127. */
  INT8(1),
  /** Whole numbers from 0 to 65535. */
  UINT16(2),
  /** Whole numbers from 0 to 2³² − 1. */
  UINT32(4),
  /** Whole numbers of 64 bits with a sign. */
  INT64(8),
  /** Whole numbers from 0 to 2⁶⁴ − 1. */
  UINT64(8);

  private static final double TWO_TO_64 = 0x1p64;

  private final int bytes;

  VoxelType(int bytes) {
    this.bytes = bytes;
  }

  /** {@return bytes per voxel} */
  public int bytes() {
    return bytes;
  }

  /**
   * Decodes the first {@code count} values of a buffer, in the buffer's byte order.
   *
   * @param in stands at the first byte; its position is left as it is
   * @param out takes the values from its index 0 on
   * @param count how many, at most as {@code out} is long
   */
  public void decode(ByteBuffer in, double[] out, int count) {
    switch (this) {
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          out[i] = in.get(i) & 0xff;
        }
      }
      case INT8 -> {
        for (int i = 0; i < count; i++) {
          out[i] = in.get(i);
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          out[i] = in.getShort(2 * i);
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          out[i] = in.getShort(2 * i) & 0xffff;
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          out[i] = in.getInt(4 * i);
        }
      }
      case UINT32 -> {
        for (int i = 0; i < count; i++) {
          out[i] = in.getInt(4 * i) & 0xffffffffL;
        }
      }
      case INT64 -> {
        for (int i = 0; i < count; i++) {
          out[i] = in.getLong(8 * i);
        }
      }
      case UINT64 -> {
        for (int i = 0; i < count; i++) {
          long value = in.getLong(8 * i);
          out[i] = value >= 0 ? value : value + TWO_TO_64;
        }
      }
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          out[i] = in.getFloat(4 * i);
        }
      }
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          out[i] = in.getDouble(8 * i);
        }
      }
    }
  }
}
