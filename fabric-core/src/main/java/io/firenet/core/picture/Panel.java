package io.firenet.core.picture;

import io.firenet.core.picture.Overlay.Window;
import io.firenet.format.Segment;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.awt.Color;
import java.awt.image.BufferedImage;

/**
 * One slice in grey, its labels tinted and outlined.
 *
 * @param plane the slice
 * @param width in pixels
 * @param height in pixels
 * @param tint the labels' share of the colour inside of their outline; 0 for the outline alone
 */
record Panel(Plane plane, int width, int height, double tint) {

  private static final double TINT = 0.28;

  Panel(Plane plane, int width, int height) {
    this(plane, width, height, TINT);
  }

  BufferedImage draw(Volume image, LabelMap labels, Window window) {
    int[] label = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        label[y * width + x] = plane.label(labels.data(), xMm(x), yMm(y));
      }
    }
    BufferedImage panel = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int grey = window.grey(plane.intensity(image.data(), xMm(x), yMm(y)));
        int here = label[y * width + x];
        double share = here <= 0 ? 0 : outline(label, x, y) ? 1 : tint;
        panel.setRGB(x, y, mix(grey, here, share));
      }
    }
    return panel;
  }

  /** Whether another label begins within two pixels: the line lies inside the label. */
  private boolean outline(int[] label, int x, int y) {
    int here = label[y * width + x];
    for (int dy = -2; dy <= 2; dy++) {
      for (int dx = -2; dx <= 2; dx++) {
        int nx = Math.max(0, Math.min(width - 1, x + dx));
        int ny = Math.max(0, Math.min(height - 1, y + dy));
        if (dx * dx + dy * dy <= 4 && label[ny * width + nx] != here) {
          return true;
        }
      }
    }
    return false;
  }

  private static int mix(int grey, int label, double share) {
    if (share == 0) {
      return new Color(grey, grey, grey).getRGB();
    }
    Color colour = new Color(Segment.colour(label));
    return new Color(
            (int) Math.round(share * colour.getRed() + (1 - share) * grey),
            (int) Math.round(share * colour.getGreen() + (1 - share) * grey),
            (int) Math.round(share * colour.getBlue() + (1 - share) * grey))
        .getRGB();
  }

  private double xMm(int x) {
    return (x + 0.5) * plane.widthMm() / width;
  }

  private double yMm(int y) {
    return (y + 0.5) * plane.heightMm() / height;
  }
}
