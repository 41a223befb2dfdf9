package io.firenet.preprocess;

import io.firenet.volume.GridSize;
import java.util.List;

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
   * {@return this network asked about all eight mirror images of its input: the mean of the logits,
   * each mirrored back} Eight passes each.
   */
  default LogitsFunction mirrored() {
    return new MirroredLogits(this, false);
  }

  /**
   * {@return what {@link #mirrored} returns, for a network that answers for the image as a whole}
   */
  default LogitsFunction mirroredWhole() {
    return new MirroredLogits(this, true);
  }

  /**
   * {@return the mean of the logits of several networks, each of which runs once}
   *
   * @param networks of the same channels and classes
   * @throws IllegalArgumentException if there is none
   */
  static LogitsFunction mean(List<? extends LogitsFunction> networks) {
    if (networks.isEmpty()) {
      throw new IllegalArgumentException("a mean needs at least one network");
    }
    LogitsFunction first = networks.get(0);
    if (networks.size() == 1) {
      return first;
    }
    return (image, size) -> {
      float[] sum = first.apply(image, size).clone();
      for (LogitsFunction network : networks.subList(1, networks.size())) {
        float[] logits = network.apply(image, size);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += logits[i];
        }
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= networks.size();
      }
      return sum;
    };
  }
}
