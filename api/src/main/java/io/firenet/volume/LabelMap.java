package io.firenet.volume;

import java.util.Objects;

/**
 * One label per voxel.
 *
 * @param geometry the grid
 * @param data {@code [D,H,W]}, int16, 0 is background, {@link #IGNORED} what does not count, width
 *     fastest; not copied
 */
public record LabelMap(ImageGeometry geometry, short[] data) {

  /**
   * The label of a voxel of which nobody knows what it is: it counts neither in a loss nor in a
   * metric, and no prediction has it.
   */
  public static final short IGNORED = Short.MIN_VALUE;

  /**
   * @throws IllegalArgumentException if the array's length is not D·H·W
   */
  public LabelMap {
    Objects.requireNonNull(geometry, "geometry");
    if (data.length != geometry.size().voxels()) {
      throw new IllegalArgumentException(
          "data must hold one label per voxel, %s, got %s"
              .formatted(geometry.size().voxels(), data.length));
    }
  }

  /** How many voxels do not count. */
  public long ignored() {
    long ignored = 0;
    for (short label : data) {
      ignored += label == IGNORED ? 1 : 0;
    }
    return ignored;
  }

  /** The grid's size. */
  public GridSize size() {
    return geometry.size();
  }
}
