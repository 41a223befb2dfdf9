package io.firenet.volume;

import java.nio.ByteBuffer;

/** The voxel types that can be read, with their code in NIfTI's and Analyze's header. */
enum NiftiDatatype {
  UINT8(2, 1),
  INT16(4, 2),
  INT32(8, 4),
  FLOAT32(16, 4),
  FLOAT64(64, 8),
  INT8(256, 1),
  UINT16(512, 2),
  UINT32(768, 4),
  INT64(1024, 8),
  UINT64(1280, 8);

  private static final double TWO_TO_64 = 0x1p64;

  private final int code;
  private final int bytes;

  NiftiDatatype(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  int code() {
    return code;
  }

  /** Bytes per voxel. */
  int bytes() {
    return bytes;
  }

  /** Decodes the first {@code count} values of a buffer, in the buffer's byte order. */
  void decode(ByteBuffer in, double[] out, int count) {
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

  /** The standard's name of a type that cannot be read, or its number. */
  static String nameOf(int code) {
    return switch (code) {
      case 1 -> "1-bit";
      case 32 -> "complex64";
      case 128 -> "RGB24";
      case 1536 -> "float128";
      case 1792 -> "complex128";
      case 2048 -> "complex256";
      case 2304 -> "RGBA32";
      default -> "unknown";
    };
  }
}
