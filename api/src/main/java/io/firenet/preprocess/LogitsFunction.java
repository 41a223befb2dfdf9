package io.firenet.preprocess;

import io.firenet.volume.GridSize;

/**
 * A network as inference sees it.
 *
 * @see Inference
 */
@FunctionalInterface
public interface LogitsFunction {

  /**
   * Runs one forward pass.
   *
   * @param image {@code [1,C,D,H,W]}, float32, preprocessed
   * @param size D, H, W
   * @return {@code [1,K,D,H,W]}, float32
   */
  float[] apply(float[] image, GridSize size);

  /**
   * This network asked about all eight mirror images of its input: the mean of the logits, each
   * mirrored back. Eight passes each.
   */
  default LogitsFunction mirrored() {
    return new MirroredLogits(this);
  }
}
