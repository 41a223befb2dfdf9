package io.firenet.volume;

/**
 * The number of voxels of a grid along depth, height and width, the order of a tensor's spatial
 * axes {@code [D,H,W]}. NIfTI's first (fastest) axis is the width.
 *
 * @param depth voxels along NIfTI's third axis, at least 1
 * @param height voxels along NIfTI's second axis, at least 1
 * @param width voxels along NIfTI's first axis, at least 1
 */
public record GridSize(int depth, int height, int width) {

  /**
   * @throws IllegalArgumentException if a side is below 1
   */
  public GridSize {
    if (depth < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "grid sides must be at least 1, got %d×%d×%d".formatted(depth, height, width));
    }
  }

  /** The number of voxels of the whole grid. */
  public long voxels() {
    return (long) depth * height * width;
  }

  /** The size of this grid after division of each side by {@code divisor}, rounded up. */
  public GridSize ceilDiv(int divisor) {
    return new GridSize(
        (depth + divisor - 1) / divisor,
        (height + divisor - 1) / divisor,
        (width + divisor - 1) / divisor);
  }

  /** {@code D×H×W}, the order used in every message. */
  @Override
  public String toString() {
    return depth + "×" + height + "×" + width;
  }
}
