package io.firenet.dataset.phantom;

import java.util.Arrays;
import java.util.List;

/** How a generated image was taken, which decides how bright the tissues are. */
enum Contrast {
  PLAIN("plain"),
  FAT_SUPPRESSED("fat suppressed"),
  ENHANCED("contrast-enhanced");

  private final String title;

  Contrast(String title) {
    this.title = title;
  }

  static List<String> names() {
    return Arrays.stream(values()).map(contrast -> contrast.title).toList();
  }

  /** The brightness of a tissue, 0 to 1. */
  double brightness(Anatomy.Tissue tissue) {
    boolean fatty =
        switch (tissue) {
          case FAT, MESENTERY, BONE_MARROW -> true;
          default -> false;
        };
    boolean supplied =
        switch (tissue) {
          case AORTA, KIDNEY_CORTEX, KIDNEY_MEDULLA -> true;
          default -> false;
        };
    if (this == FAT_SUPPRESSED && fatty) {
      return 0.2 * tissue.brightness;
    }
    return this == ENHANCED && supplied ? 1 : tissue.brightness;
  }
}
