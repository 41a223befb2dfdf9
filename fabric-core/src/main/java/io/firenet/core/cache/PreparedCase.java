package io.firenet.core.cache;

import io.firenet.dataset.Target;
import io.firenet.preprocess.LabelledVolume;
import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.Optional;

/**
 * A case as the network sees it, from the cache to the training step: preprocessed, and for a step
 * cropped and augmented as well.
 *
 * @param dataset whose case it is and whose head it trains
 * @param id the case's
 * @param image {@code [C,D,H,W]}, float32
 * @param target label maps on the image's grid, values in the units of their quantities; for a step
 *     as the head learns it
 */
public record PreparedCase(String dataset, String id, Volume image, Target target) {

  /**
   * This case as another image and what that is to be answered with.
   *
   * @param changed the other image, {@code [C,D,H,W]}
   * @param answer what it is to be answered with, on the same grid
   * @return a new case of the same id
   */
  public PreparedCase with(Volume changed, Target answer) {
    return new PreparedCase(dataset, id, changed, answer);
  }

  /**
   * The image's size: D, H, W.
   *
   * @return voxels as the network sees them
   */
  public GridSize size() {
    return image.size();
  }

  /**
   * {@code [D,H,W]}, int16; empty if the image is answered as a whole.
   *
   * @return on the image's grid
   */
  public Optional<LabelMap> labels() {
    if (target instanceof Target.Labels labels) {
      return Optional.of(labels.map());
    }
    return target instanceof Target.Regions regions ? Optional.of(regions.map()) : Optional.empty();
  }

  /**
   * Image and label map.
   *
   * @return both on one grid
   * @throws IllegalStateException if the image is answered as a whole
   */
  public LabelledVolume labelled() {
    return new LabelledVolume(
        image, labels().orElseThrow(() -> new IllegalStateException("no label map but " + target)));
  }

  /**
   * What its voxels take, in memory as on disk.
   *
   * @return bytes
   */
  public long bytes() {
    long labels = labels().map(map -> Short.BYTES * (long) map.data().length).orElse(0L);
    return Float.BYTES * (long) image.data().length + labels;
  }
}
