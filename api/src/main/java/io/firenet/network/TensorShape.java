package io.firenet.network;

import io.firenet.volume.GridSize;

/**
 * The shape of a tensor inside a network, for inputs of any size: its channels, and its spatial
 * size as a fraction of the input's.
 *
 * @param channels number of channels
 * @param divisor a side of n voxels at the input has {@code ceil(n/divisor)} here
 */
public record TensorShape(int channels, int divisor) {

  /** The spatial size for an input of the given size. */
  public GridSize at(GridSize input) {
    return input.ceilDiv(divisor);
  }

  /** {@code [C, ceil(size/divisor)]}. */
  @Override
  public String toString() {
    return divisor == 1 ? "[" + channels + ", size]" : "[%d, size/%d]".formatted(channels, divisor);
  }
}
