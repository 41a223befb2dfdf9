package io.firenet.preprocess;

import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;

/**
 * An image and its labels on one grid.
 *
 * @param image {@code [C,D,H,W]}, float32
 * @param labels {@code [D,H,W]}, int16
 */
public record LabelledVolume(Volume image, LabelMap labels) {

  /**
   * Checks what it is made of.
   *
   * @param image {@code [C,D,H,W]}, float32
   * @param labels {@code [D,H,W]}, int16
   * @throws IllegalArgumentException if the two differ in size
   */
  public LabelledVolume {
    if (!image.size().equals(labels.size())) {
      throw new IllegalArgumentException(
          "image and labels must have the same size, image = %s, labels = %s"
              .formatted(image.size(), labels.size()));
    }
  }
}
