package io.firenet.core.bench;

import io.firenet.volume.GridSize;

/** An engine that trains or applies the network, in a comparison of speed. */
public interface Contestant extends AutoCloseable {

  /**
   * Engine and precision, as printed.
   *
   * @return such as {@code FIRENet, bfloat16}
   */
  String name();

  /**
   * One training step: forward, loss at every output, backward, Adam. Of an engine that only
   * applies the network: forward, from the image to what is made of it in Java's memory.
   *
   * @param image {@code [C,D,H,W]}, float32
   * @param labels {@code [D,H,W]}, class indices from 0
   * @param size D, H, W
   * @return the loss before the step; NaN if none is computed
   */
  double step(float[] image, short[] labels, GridSize size);

  @Override
  void close();
}
