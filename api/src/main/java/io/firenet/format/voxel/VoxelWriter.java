package io.firenet.format.voxel;

import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes voxels as plain little-endian values, a chunk at a time, width fastest. */
public final class VoxelWriter {

  private static final int CHUNK_BYTES = 1 << 16;

  /** Puts the values {@code from} to {@code to} into a buffer. */
  private interface Encoder {
    void encode(ByteBuffer out, int from, int to);
  }

  private VoxelWriter() {}

  /**
   * {@return the smallest type that holds a label map: uint8, or int16 if its labels need that}
   *
   * @param labels {@code [D,H,W]}, int16
   */
  public static VoxelType typeOf(LabelMap labels) {
    for (short label : labels.data()) {
      if (label < 0 || label > 255) {
        return VoxelType.INT16;
      }
    }
    return VoxelType.UINT8;
  }

  /**
   * Writes {@code [C,D,H,W]} as float32.
   *
   * @param out takes little-endian values; left open
   * @param volume {@code [C,D,H,W]}, float32
   * @throws IOException if the stream cannot be written to
   */
  public static void write(OutputStream out, Volume volume) throws IOException {
    float[] data = volume.data();
    write(
        out,
        data.length,
        VoxelType.FLOAT32,
        (buffer, from, to) -> {
          for (int i = from; i < to; i++) {
            buffer.putFloat(data[i]);
          }
        });
  }

  /**
   * Writes {@code [D,H,W]}.
   *
   * @param out takes little-endian values; left open
   * @param labels {@code [D,H,W]}, int16
   * @param type what {@link #typeOf} says
   * @throws IOException if the stream cannot be written to
   */
  public static void write(OutputStream out, LabelMap labels, VoxelType type) throws IOException {
    short[] data = labels.data();
    Encoder encoder =
        type == VoxelType.UINT8
            ? (buffer, from, to) -> {
              for (int i = from; i < to; i++) {
                buffer.put((byte) data[i]);
              }
            }
            : (buffer, from, to) -> {
              for (int i = from; i < to; i++) {
                buffer.putShort(data[i]);
              }
            };
    write(out, data.length, type, encoder);
  }

  private static void write(OutputStream out, int values, VoxelType type, Encoder encoder)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int chunk = CHUNK_BYTES / type.bytes();
    for (int from = 0; from < values; from += chunk) {
      buffer.clear();
      encoder.encode(buffer, from, (int) Math.min(values, (long) from + chunk));
      out.write(buffer.array(), 0, buffer.position());
    }
  }

  /**
   * Compresses fast: noise compresses little better at higher levels, at several times the time.
   *
   * @param out takes the compressed bytes
   * @return to be closed, which ends the compressed data
   * @throws IOException if the stream cannot be written to
   */
  public static OutputStream gzip(OutputStream out) throws IOException {
    return new GZIPOutputStream(out, CHUNK_BYTES) {
      {
        def.setLevel(Deflater.BEST_SPEED);
      }
    };
  }
}
