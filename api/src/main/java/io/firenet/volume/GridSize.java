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

  /** Most voxels of a grid: with them no product of a few sizes leaves 64 bits. */
  private static final long MAX_VOXELS = 1L << 40;

  /**
   * Checks what it is made of.
   *
   * @param depth voxels along NIfTI's third axis, at least 1
   * @param height voxels along NIfTI's second axis, at least 1
   * @param width voxels along NIfTI's first axis, at least 1
   * @throws IllegalArgumentException if a side is below 1, or there are more than 2⁴⁰ voxels, which
   *     no machine computes with
   */
  public GridSize {
    if (depth < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "grid sides must be at least 1, got %s×%s×%s".formatted(depth, height, width));
    }
    if (exceeds(MAX_VOXELS, depth, height, width)) {
      throw new IllegalArgumentException(
          "a grid of %s×%s×%s voxels is too large to compute with".formatted(depth, height, width));
    }
  }

  /**
   * {@return whether the product of three sides, each at least 1, is larger than a bound; to be
   * asked before a grid is made of sides that a file or a setting claims}
   *
   * @param bound number of voxels, at least 0
   * @param depth at least 1
   * @param height at least 1
   * @param width at least 1
   */
  public static boolean exceeds(long bound, int depth, int height, int width) {
    long plane = (long) height * width;
    return depth > bound / plane;
  }

  /** {@return the number of voxels of the whole grid} */
  public long voxels() {
    return (long) depth * height * width;
  }

  /** {@return the number of voxels along the longest side} */
  public int longestSide() {
    return Math.max(depth, Math.max(height, width));
  }

  /**
   * {@return the size of this grid after division of each side by {@code divisor}, rounded up}
   *
   * @param divisor at least 1
   */
  public GridSize ceilDiv(int divisor) {
    return new GridSize(ceilDiv(depth, divisor), ceilDiv(height, divisor), ceilDiv(width, divisor));
  }

  private static int ceilDiv(int side, int divisor) {
    return (int) (((long) side + divisor - 1) / divisor);
  }

  /** {@code D×H×W}, the order used in every message. */
  @Override
  public String toString() {
    return depth + "×" + height + "×" + width;
  }
}
