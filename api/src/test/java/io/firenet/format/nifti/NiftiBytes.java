package io.firenet.format.nifti;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Test-side files of any kind, built from the standard's offsets and not from the code's. */
public final class NiftiBytes {

  public final int version;
  public final ByteOrder order;
  public final ByteBuffer header;

  /** A header with the given axes and type, spacing 1, no form, voxels right behind it. */
  public NiftiBytes(int version, ByteOrder order, String magic, int datatype, long... sides) {
    this.version = version;
    this.order = order;
    header = ByteBuffer.allocate(version == 1 ? 348 : 540).order(order);
    header.putInt(0, header.capacity());
    byte[] name = magic.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < name.length; i++) {
      header.put((version == 1 ? 344 : 4) + i, name[i]);
    }
    dim(0, sides.length);
    for (int i = 0; i < sides.length; i++) {
      dim(i + 1, sides[i]);
    }
    for (int i = 0; i < 8; i++) {
      pixdim(i, 1);
    }
    header.putShort(version == 1 ? 70 : 12, (short) datatype);
    boolean single = magic.startsWith("n+");
    voxOffset(single ? header.capacity() + 4 : 0);
  }

  /** A little-endian NIfTI-1 single file. */
  public static NiftiBytes single(int datatype, long... sides) {
    return new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, "n+1", datatype, sides);
  }

  public NiftiBytes dim(int index, long value) {
    if (version == 1) {
      header.putShort(40 + 2 * index, (short) value);
    } else {
      header.putLong(16 + 8 * index, value);
    }
    return this;
  }

  public NiftiBytes pixdim(int index, double value) {
    return real(76, 4, 104, index, value);
  }

  public NiftiBytes voxOffset(long value) {
    if (version == 1) {
      header.putFloat(108, value);
    } else {
      header.putLong(168, value);
    }
    return this;
  }

  public NiftiBytes scaling(double slope, double intercept) {
    real(112, 4, 176, 0, slope);
    return real(112, 4, 176, 1, intercept);
  }

  public NiftiBytes qform(int code, double... quaternionAndOffset) {
    code(252, 344, code);
    for (int i = 0; i < 6; i++) {
      real(256, 4, 352, i, quaternionAndOffset[i]);
    }
    return this;
  }

  public NiftiBytes sform(int code, double... rows) {
    code(254, 348, code);
    for (int i = 0; i < 12; i++) {
      real(280, 4, 400, i, rows[i]);
    }
    return this;
  }

  private void code(int first, int second, int code) {
    if (version == 1) {
      header.putShort(first, (short) code);
    } else {
      header.putInt(second, code);
    }
  }

  private NiftiBytes real(int first, int size, int second, int index, double value) {
    if (version == 1) {
      header.putFloat(first + size * index, (float) value);
    } else {
      header.putDouble(second + 8 * index, value);
    }
    return this;
  }

  /** The values 0, 1, 2, … (negated where the type has a sign and the number is odd). */
  public byte[] counting(int datatype, int count) {
    ByteBuffer data = ByteBuffer.allocate(count * 8).order(order);
    for (int i = 0; i < count; i++) {
      int signed = i % 2 == 1 ? -i : i;
      switch (datatype) {
        case 2 -> data.put((byte) i);
        case 4 -> data.putShort((short) signed);
        case 8 -> data.putInt(signed);
        case 16 -> data.putFloat(signed);
        case 64 -> data.putDouble(signed);
        case 256 -> data.put((byte) signed);
        case 512 -> data.putShort((short) i);
        case 768 -> data.putInt(i);
        case 1024 -> data.putLong(signed);
        case 1280 -> data.putLong(i);
        default -> throw new IllegalArgumentException("datatype " + datatype);
      }
    }
    byte[] bytes = new byte[data.position()];
    data.flip().get(bytes);
    return bytes;
  }

  /** Header, four bytes that announce no extension, voxels. */
  public byte[] withData(byte[] data) {
    byte[] all = new byte[header.capacity() + 4 + data.length];
    System.arraycopy(header.array(), 0, all, 0, header.capacity());
    System.arraycopy(data, 0, all, header.capacity() + 4, data.length);
    return all;
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  public static Path write(Path file, byte[] bytes) throws IOException {
    return Files.write(file, bytes);
  }
}
