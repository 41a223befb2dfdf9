package io.firenet.format.nifti;

import io.firenet.file.RegularFile;
import io.firenet.volume.Affine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * SPM's {@code .mat} file beside an Analyze pair: a MATLAB level 4 file with a 4×4 matrix {@code
 * mat}, or {@code M} whose first axis is yet to be flipped. Both count voxels from 1.
 */
final class SpmMatrix {

  /** A file with a few 4×4 matrices is far smaller. */
  private static final long MAX_BYTES = 1 << 20;

  private static final int HEADER_BYTES = 20;

  private SpmMatrix() {}

  static Affine read(Path file) throws IOException {
    RegularFile.require(file, "SPM's matrix");
    long bytes = Files.size(file);
    if (bytes > MAX_BYTES) {
      throw unusable(file, "found " + bytes + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
    double[] withoutFlip = null;
    while (in.remaining() >= HEADER_BYTES) {
      // The type of a full matrix of doubles is 0 in little-endian files, 1000 in big-endian ones.
      int type = in.order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (type != 0) {
        in.order(ByteOrder.BIG_ENDIAN);
        type = Integer.reverseBytes(type);
      }
      long values = (long) in.getInt() * in.getInt();
      boolean complex = in.getInt() != 0;
      int nameLength = in.getInt();
      if ((type != 0 && type != 1000) || complex || nameLength < 1 || nameLength > 64) {
        throw unusable(file, "found type %s with a name of %s bytes".formatted(type, nameLength));
      }
      if (nameLength > in.remaining() || values < 0 || values > (in.remaining() - nameLength) / 8) {
        throw unusable(file, "found %s values in %s bytes".formatted(values, in.remaining()));
      }
      byte[] name = new byte[nameLength];
      in.get(name);
      double[] matrix = new double[(int) values];
      for (int i = 0; i < matrix.length; i++) {
        matrix[i] = in.getDouble();
      }
      String variable = new String(name, 0, nameLength - 1, StandardCharsets.ISO_8859_1);
      if (variable.equals("mat") && values >= 16) {
        return fromMatlab(matrix, 1);
      }
      if (variable.equals("M") && values >= 16) {
        withoutFlip = matrix;
      }
    }
    if (withoutFlip == null) {
      throw unusable(file, "found neither \"mat\" nor \"M\"");
    }
    return fromMatlab(withoutFlip, -1);
  }

  private static IOException unusable(Path file, String found) {
    return new IOException(
        "%s: expected a MATLAB level 4 file with a 4×4 matrix \"mat\" or \"M\", %s; convert the image to NIfTI"
            .formatted(file, found));
  }

  /** Columns first, voxels from 1. */
  private static Affine fromMatlab(double[] matrix, int firstRowSign) {
    double[] rows = new double[12];
    for (int row = 0; row < 3; row++) {
      int sign = row == 0 ? firstRowSign : 1;
      for (int column = 0; column < 4; column++) {
        rows[row * 4 + column] = sign * matrix[column * 4 + row];
      }
    }
    return Affine.of(rows).after(Affine.of(1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1));
  }
}
