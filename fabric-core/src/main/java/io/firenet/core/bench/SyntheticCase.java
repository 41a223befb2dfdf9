package io.firenet.core.bench;

import io.firenet.volume.GridSize;
import java.util.Random;

/**
 * A case made up for timing and checks: nested balls, each class brighter than the one around it,
 * under noise.
 *
 * @param image {@code [C,D,H,W]}
 * @param labels {@code [D,H,W]}, class 0 outside
 */
public record SyntheticCase(float[] image, short[] labels) {

  /**
   * Balls around the middle, under noise.
   *
   * @param channels C
   * @param size D, H and W
   * @param classes labels, background included
   * @param seed what both are drawn from
   * @return image {@code [C,D,H,W]} and labels {@code [D,H,W]}
   */
  public static SyntheticCase of(int channels, GridSize size, int classes, long seed) {
    Random random = new Random(seed);
    int voxels = Math.toIntExact(size.voxels());
    short[] labels = new short[voxels];
    float[] image = new float[channels * voxels];
    for (int i = 0; i < voxels; i++) {
      int w = i % size.width();
      int h = i / size.width() % size.height();
      int d = i / (size.width() * size.height());
      double radius = // 1 at the middle of a face
          Math.sqrt(square(d, size.depth()) + square(h, size.height()) + square(w, size.width()));
      labels[i] = (short) Math.max(0, Math.floor((0.9 - radius) / 0.9 * classes + 0.5));
      labels[i] = (short) Math.min(classes - 1, labels[i]);
      for (int c = 0; c < channels; c++) {
        image[c * voxels + i] = (float) (labels[i] - 0.5 + 0.5 * random.nextGaussian());
      }
    }
    return new SyntheticCase(image, labels);
  }

  private static double square(int index, int side) {
    double x = (index + 0.5) / side * 2 - 1;
    return x * x;
  }
}
