package io.firenet.format.nifti;

import io.firenet.format.voxel.VoxelType;
import java.util.Map;
import java.util.Optional;

/** The numbers that voxel types have in NIfTI's and Analyze's header. */
final class NiftiDatatype {

  private static final Map<Integer, VoxelType> BY_CODE =
      Map.of(
          2, VoxelType.UINT8,
          4, VoxelType.INT16,
          8, VoxelType.INT32,
          16, VoxelType.FLOAT32,
          64, VoxelType.FLOAT64,
          256, VoxelType.INT8,
          512, VoxelType.UINT16,
          768, VoxelType.UINT32,
          1024, VoxelType.INT64,
          1280, VoxelType.UINT64);

  private NiftiDatatype() {}

  /** The type of that number, if it can be read. */
  static Optional<VoxelType> of(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  static int code(VoxelType type) {
    return BY_CODE.entrySet().stream()
        .filter(entry -> entry.getValue() == type)
        .findFirst()
        .orElseThrow()
        .getKey();
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
