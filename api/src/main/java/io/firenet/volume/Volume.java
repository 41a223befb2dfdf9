package io.firenet.volume;

import java.util.Arrays;
import java.util.Objects;

/**
 * An image of one or more channels on one grid. Equal to another of the same grid and values, bit
 * by bit; as the values are not copied, who changes them changes what it is equal to.
 *
 * @param geometry the grid
 * @param channels number of channels C, at least 1
 * @param data {@code [C,D,H,W]}, float32, width fastest; not copied
 */
public record Volume(ImageGeometry geometry, int channels, float[] data) {

  /**
   * Checks what it is made of.
   *
   * @param geometry the grid
   * @param channels number of channels C, at least 1
   * @param data {@code [C,D,H,W]}, float32, width fastest; not copied
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

  /** {@return the grid's size} */
  public GridSize size() {
    return geometry.size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Volume volume
        && channels == volume.channels
        && geometry.equals(volume.geometry)
        && Arrays.equals(data, volume.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(geometry, channels, Arrays.hashCode(data));
  }

  /** Channels, grid and the range of the values. */
  @Override
  public String toString() {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : data) {
      least = value < least ? value : least; // what is no number is in no range
      most = value > most ? value : most;
    }
    return "Volume[%s %s, %s, %s]"
        .formatted(
            channels,
            channels == 1 ? "channel" : "channels",
            geometry.text(),
            least > most ? "no number" : "values %s to %s".formatted(least, most));
  }
}
