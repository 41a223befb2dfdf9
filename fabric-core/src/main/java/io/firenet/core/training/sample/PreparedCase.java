package io.firenet.core.training.sample;

import io.firenet.core.cache.CachedCase;
import io.firenet.dataset.Target;
import io.firenet.preprocess.LabelledVolume;
import io.firenet.volume.Volume;
import java.util.Optional;

/**
 * A case as the network sees it.
 *
 * @param image {@code [C,D,H,W]}, float32, preprocessed
 * @param target label maps on the image's grid, values in the units of their quantities
 */
public record PreparedCase(Volume image, Target target) {

  PreparedCase(LabelledVolume pair) {
    this(pair.image(), new Target.Labels(pair.labels()));
  }

  /**
   * Image and label map.
   *
   * @throws IllegalStateException if the image is answered as a whole
   */
  public LabelledVolume labelled() {
    if (target instanceof Target.Labels labels) {
      return new LabelledVolume(image, labels.map());
    }
    throw new IllegalStateException("no label map but " + target);
  }

  /** What a cache keeps of it; values and classes are not. */
  CachedCase voxels() {
    return new CachedCase(
        image,
        target instanceof Target.Labels labels ? Optional.of(labels.map()) : Optional.empty());
  }

  /** The memory it takes. */
  long bytes() {
    long labels = target instanceof Target.Labels map ? map.map().data().length : 0;
    return Float.BYTES * (long) image.data().length + Short.BYTES * labels;
  }
}
