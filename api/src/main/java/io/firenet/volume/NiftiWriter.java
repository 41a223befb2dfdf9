package io.firenet.volume;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes little-endian NIfTI-1 single files. */
final class NiftiWriter {

  private static final int DATA_OFFSET = 352;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final short SCANNER = 1; // qform and sform code
  private static final byte MILLIMETRES = 2;

  /** Puts the values {@code from} to {@code to} into a buffer. */
  private interface Encoder {
    void encode(ByteBuffer out, int from, int to);
  }

  private NiftiWriter() {}

  static void write(Path file, Volume volume) throws IOException {
    float[] data = volume.data();
    write(
        file,
        header(volume.geometry(), volume.channels(), NiftiDatatype.FLOAT32),
        data.length,
        NiftiDatatype.FLOAT32,
        (out, from, to) -> {
          for (int i = from; i < to; i++) {
            out.putFloat(data[i]);
          }
        });
  }

  static void write(Path file, LabelMap labels) throws IOException {
    short[] data = labels.data();
    NiftiDatatype type = NiftiDatatype.UINT8;
    for (short label : data) {
      if (label < 0 || label > 255) {
        type = NiftiDatatype.INT16;
        break;
      }
    }
    Encoder encoder =
        type == NiftiDatatype.UINT8
            ? (out, from, to) -> {
              for (int i = from; i < to; i++) {
                out.put((byte) data[i]);
              }
            }
            : (out, from, to) -> {
              for (int i = from; i < to; i++) {
                out.putShort(data[i]);
              }
            };
    write(file, header(labels.geometry(), 1, type), data.length, type, encoder);
  }

  private static byte[] header(ImageGeometry geometry, int channels, NiftiDatatype type) {
    GridSize size = geometry.size();
    int[] sides = {size.width(), size.height(), size.depth(), channels};
    Affine affine = geometry.voxelToWorld();
    ByteBuffer header = ByteBuffer.allocate(DATA_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, NiftiFields.NIFTI1_BYTES);
    header.putShort(40, (short) (channels == 1 ? 3 : 4));
    for (int axis = 0; axis < 7; axis++) {
      int side = axis < 4 ? sides[axis] : 1;
      if (side > Short.MAX_VALUE) {
        throw new IllegalArgumentException(
            "NIfTI-1 holds at most 32767 voxels a side, got %s with %d channels"
                .formatted(size, channels));
      }
      header.putShort(42 + 2 * axis, (short) side);
      header.putFloat(80 + 4 * axis, axis < 3 ? (float) affine.columnNorm(axis) : 1);
    }
    header.putFloat(76, NiftiAffine.qfac(affine));
    header.putShort(70, (short) type.code());
    header.putShort(72, (short) (8 * type.bytes()));
    header.putFloat(108, DATA_OFFSET);
    header.putFloat(112, 1); // scl_slope
    header.put(123, MILLIMETRES);
    if (NiftiAffine.isRigid(affine)) {
      header.putShort(252, SCANNER);
      double[] quaternion = NiftiAffine.toQuaternion(affine);
      for (int i = 0; i < 6; i++) {
        header.putFloat(256 + 4 * i, (float) quaternion[i]);
      }
    }
    header.putShort(254, SCANNER);
    double[] rows = affine.toArray();
    for (int i = 0; i < 12; i++) {
      header.putFloat(280 + 4 * i, (float) rows[i]);
    }
    header.position(344);
    header.put("n+1".getBytes(StandardCharsets.US_ASCII));
    return header.array();
  }

  private static void write(
      Path file, byte[] header, int values, NiftiDatatype type, Encoder encoder)
      throws IOException {
    String name = file.getFileName().toString();
    boolean compress = name.toLowerCase(Locale.ROOT).endsWith(".nii.gz");
    if (!compress && !name.toLowerCase(Locale.ROOT).endsWith(".nii")) {
      throw new IllegalArgumentException(
          "%s: an image is written as .nii or .nii.gz, got the name %s".formatted(file, name));
    }
    Path temporary = file.resolveSibling("." + name + "." + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream raw = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW);
          OutputStream out = compress ? new FastGzip(raw) : new BufferedOutputStream(raw)) {
        out.write(header);
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int chunk = CHUNK_BYTES / type.bytes();
        for (int from = 0; from < values; from += chunk) {
          buffer.clear();
          encoder.encode(buffer, from, Math.min(values, from + chunk));
          out.write(buffer.array(), 0, buffer.position());
        }
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Noise compresses little better at higher levels, at several times the time. */
  private static final class FastGzip extends GZIPOutputStream {
    private FastGzip(OutputStream out) throws IOException {
      super(out, CHUNK_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
