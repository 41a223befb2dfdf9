package io.firenet.volume;

import java.util.Objects;

/**
 * One label per voxel.
 *
 * @param geometry the grid
 * @param data {@code [D,H,W]}, int16, 0 is background, width fastest; not copied
 */
public record LabelMap(ImageGeometry geometry, short[] data) {

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

  /** The grid's size. */
  public GridSize size() {
    return geometry.size();
  }
}
