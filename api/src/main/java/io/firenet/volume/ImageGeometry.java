package io.firenet.volume;

import java.util.Objects;

/**
 * Where a voxel grid lies in the patient: its size and its voxel-to-world map.
 *
 * @param size voxels as {@code [D,H,W]}
 * @param voxelToWorld maps {@code (i, j, k)} = (width, height, depth) index to millimetres in RAS+
 */
public record ImageGeometry(GridSize size, Affine voxelToWorld) {

  /**
   * @throws IllegalArgumentException if the map is singular or not finite
   */
  public ImageGeometry {
    Objects.requireNonNull(size, "size");
    double determinant = voxelToWorld.determinant();
    if (determinant == 0 || !Double.isFinite(determinant)) {
      throw new IllegalArgumentException(
          "the voxel-to-world affine must be invertible, its determinant is " + determinant);
    }
  }

  /** A grid whose axes are RAS+ with the given spacing and its first voxel at the origin. */
  public static ImageGeometry axisAligned(GridSize size, double spacingMm) {
    return new ImageGeometry(size, Affine.scaling(spacingMm, spacingMm, spacingMm));
  }

  /** Voxel spacing in millimetres along {@code [D,H,W]}. */
  public double[] spacingMm() {
    return new double[] {
      voxelToWorld.columnNorm(2), voxelToWorld.columnNorm(1), voxelToWorld.columnNorm(0)
    };
  }

  /** Whether two grids have the same size and, to {@code toleranceMm} per entry, the same map. */
  public boolean matches(ImageGeometry other, double toleranceMm) {
    return size.equals(other.size) && voxelToWorld.maxDifference(other.voxelToWorld) <= toleranceMm;
  }
}
