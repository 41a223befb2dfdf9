package io.firenet.volume;

import java.util.Objects;

/**
 * An image of one or more channels on one grid.
 *
 * @param geometry the grid
 * @param channels number of channels C, at least 1
 * @param data {@code [C,D,H,W]}, float32, width fastest; not copied
 */
public record Volume(ImageGeometry geometry, int channels, float[] data) {

  /**
   * @throws IllegalArgumentException if the array's length is not C·D·H·W
   */
  public Volume {
    Objects.requireNonNull(geometry, "geometry");
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be at least 1, got " + channels);
    }
    if (data.length % channels != 0 || data.length / channels != geometry.size().voxels()) {
      throw new IllegalArgumentException(
          "data must hold channels × voxels = %s × %s values, got %s"
              .formatted(channels, geometry.size().voxels(), data.length));
    }
  }

  /** The grid's size. */
  public GridSize size() {
    return geometry.size();
  }
}
