package io.firenet.core.cache;

import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.Optional;

/**
 * The voxels of a preprocessed case.
 *
 * @param image {@code [C,D,H,W]}, float32
 * @param labels {@code [D,H,W]}, int16; absent where the image is answered as a whole
 */
public record CachedCase(Volume image, Optional<LabelMap> labels) {

  /** What its voxels take, in memory as on disk. */
  public long bytes() {
    long image4 = Float.BYTES * (long) image.data().length;
    return image4 + labels.map(map -> Short.BYTES * (long) map.data().length).orElse(0L);
  }
}
