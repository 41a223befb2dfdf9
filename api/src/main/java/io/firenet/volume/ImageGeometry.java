package io.firenet.volume;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a voxel grid lies in the patient: its size and its voxel-to-world map.
 *
 * @param size voxels as {@code [D,H,W]}
 * @param voxelToWorld maps {@code (i, j, k)} = (width, height, depth) index to millimetres in RAS+
 */
public record ImageGeometry(GridSize size, Affine voxelToWorld) {

  /** Shortest side of a voxel that an image of a patient may have. */
  public static final double MIN_SPACING_MM = 0.01;

  /** Longest side of a voxel that an image of a patient may have. */
  public static final double MAX_SPACING_MM = 100;

  /**
   * Checks what it is made of.
   *
   * @param size voxels as {@code [D,H,W]}
   * @param voxelToWorld maps {@code (i, j, k)} = (width, height, depth) index to millimetres in
   *     RAS+
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

  /**
   * {@return a grid whose axes are RAS+ with the given spacing and its first voxel at the origin}
   *
   * @param size in voxels
   * @param spacingMm the same along each axis
   */
  public static ImageGeometry axisAligned(GridSize size, double spacingMm) {
    return new ImageGeometry(size, Affine.scaling(spacingMm, spacingMm, spacingMm));
  }

  /**
   * Voxel spacing in millimetres along {@code [D,H,W]}.
   *
   * @return three lengths, in mm
   */
  public double[] spacingMm() {
    return new double[] {
      voxelToWorld.columnNorm(2), voxelToWorld.columnNorm(1), voxelToWorld.columnNorm(0)
    };
  }

  /**
   * What is wrong with the spacing, if it is none that an image of a patient can have: most often
   * it is in another unit than the file says.
   *
   * @return one line, without the file
   */
  public Optional<String> implausibleSpacing() {
    double[] spacing = spacingMm();
    if (Arrays.stream(spacing).allMatch(mm -> mm >= MIN_SPACING_MM && mm <= MAX_SPACING_MM)) {
      return Optional.empty();
    }
    return Optional.of(
        "a voxel's sides should be %s to %s mm, they are %s (depth, height, width); correct the spacing or its unit in the header"
            .formatted(MIN_SPACING_MM, MAX_SPACING_MM, Arrays.toString(spacing)));
  }

  /** Size and spacing for people, such as {@code 12×14×13 of 3 × 1.5 × 1.5 mm}. */
  String text() {
    StringBuilder text = new StringBuilder(size + " of ");
    for (double side : spacingMm()) {
      text.append(
              new BigDecimal(side).round(new MathContext(4)).stripTrailingZeros().toPlainString())
          .append(" × ");
    }
    text.setLength(text.length() - 3);
    return text + " mm";
  }

  /**
   * {@return whether two grids have the same size and, to {@code toleranceMm} per entry, the same
   * map}
   *
   * @param other the grid to compare with
   * @param toleranceMm largest difference of an entry, at least 0
   */
  public boolean matches(ImageGeometry other, double toleranceMm) {
    return size.equals(other.size) && voxelToWorld.maxDifference(other.voxelToWorld) <= toleranceMm;
  }
}
