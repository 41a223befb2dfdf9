package io.firenet.format.nifti;

import io.firenet.file.AtomicFile;
import io.firenet.format.voxel.VoxelType;
import io.firenet.format.voxel.VoxelWriter;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes little-endian NIfTI-1 single files. */
final class NiftiWriter {

  static final List<String> ENDINGS = List.of(".nii.gz", ".nii");

  private static final int DATA_OFFSET = 352;
  private static final short SCANNER = 1; // qform and sform code
  private static final byte MILLIMETRES = 2;

  private NiftiWriter() {}

  static void write(Path file, Volume volume) throws IOException {
    byte[] header = header(volume.geometry(), volume.channels(), VoxelType.FLOAT32);
    write(file, header, out -> VoxelWriter.write(out, volume));
  }

  static void write(Path file, LabelMap labels) throws IOException {
    VoxelType type = VoxelWriter.typeOf(labels);
    byte[] header = header(labels.geometry(), 1, type);
    write(file, header, out -> VoxelWriter.write(out, labels, type));
  }

  private static byte[] header(ImageGeometry geometry, int channels, VoxelType type) {
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
            "NIfTI-1 holds at most 32767 voxels a side, got %s with %s channels"
                .formatted(size, channels));
      }
      header.putShort(42 + 2 * axis, (short) side);
      header.putFloat(80 + 4 * axis, axis < 3 ? (float) affine.columnNorm(axis) : 1);
    }
    header.putFloat(76, NiftiAffine.qfac(affine));
    header.putShort(70, (short) NiftiDatatype.code(type));
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

  private static void write(Path file, byte[] header, AtomicFile.Content voxels)
      throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (ENDINGS.stream().noneMatch(name::endsWith)) {
      throw new IllegalArgumentException(
          "%s: a NIfTI image is written as .nii or .nii.gz, got the name %s"
              .formatted(file, file.getFileName()));
    }
    AtomicFile.writeInFolder(
        file,
        raw -> {
          try (OutputStream out = name.endsWith(".gz") ? VoxelWriter.gzip(raw) : raw) {
            out.write(header);
            voxels.writeTo(out);
          }
        });
  }
}
