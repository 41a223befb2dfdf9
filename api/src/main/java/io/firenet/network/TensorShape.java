package io.firenet.network;

import io.firenet.volume.GridSize;

/**
 * The shape of a tensor inside a network, for inputs of any size: its channels, and its spatial
 * size as a fraction of the input's.
 *
 * @param channels number of channels
 * @param divisor a side of n voxels at the input has {@code ceil(n/divisor)} here; {@link #WHOLE}
 *     for a single voxel
 */
public record TensorShape(int channels, int divisor) {

  /** The divisor of a tensor that is one voxel, however large the input is. */
  public static final int WHOLE = Integer.MAX_VALUE;

  /** Most channels; products of a few such numbers still fit. */
  public static final int MAX_CHANNELS = 1 << 20;

  /**
   * Checks what it is made of.
   *
   * @param channels number of channels
   * @param divisor a side of n voxels at the input has {@code ceil(n/divisor)} here; {@link #WHOLE}
   *     for a single voxel
   * @throws IllegalArgumentException if there is no channel, or more than {@link #MAX_CHANNELS}
   */
  public TensorShape {
    if (channels < 1 || channels > MAX_CHANNELS) {
      throw new IllegalArgumentException(
          "a tensor has 1 to %s channels, got %s".formatted(MAX_CHANNELS, channels));
    }
  }

  /**
   * {@return one voxel for the whole input}
   *
   * @param channels C, at least 1
   */
  public static TensorShape whole(int channels) {
    return new TensorShape(channels, WHOLE);
  }

  /** {@return whether it is one voxel, however large the input is} */
  public boolean isWhole() {
    return divisor == WHOLE;
  }

  /**
   * {@return the spatial size for an input of the given size}
   *
   * @param input voxels of the network's input
   */
  public GridSize at(GridSize input) {
    return isWhole() ? new GridSize(1, 1, 1) : input.ceilDiv(divisor);
  }

  /** {@code [C, ceil(size/divisor)]}. */
  @Override
  public String toString() {
    if (isWhole()) {
      return "[" + channels + ", 1]";
    }
    return divisor == 1 ? "[" + channels + ", size]" : "[%s, size/%s]".formatted(channels, divisor);
  }
}
