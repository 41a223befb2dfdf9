package io.firenet.preprocess;

import io.firenet.volume.GridSize;
import java.util.stream.IntStream;

/**
 * The mean of a network's logits over the eight mirror images of its input.
 *
 * @param network asked eight times
 * @param whole whether it answers for the image as a whole, so that nothing is mirrored back
 */
record MirroredLogits(LogitsFunction network, boolean whole) implements LogitsFunction {

  private static final int MIRROR_IMAGES = 8;

  @Override
  public float[] apply(float[] image, GridSize size) {
    float[] sum = network.apply(image, size).clone();
    for (int axes = 1; axes < MIRROR_IMAGES; axes++) {
      float[] mirrored = new float[image.length];
      addMirrored(image, size, axes, mirrored);
      float[] logits = network.apply(mirrored, size);
      if (whole) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += logits[i];
        }
      } else {
        addMirrored(logits, size, axes, sum);
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= MIRROR_IMAGES;
    }
    return sum;
  }

  /**
   * Adds all channels, mirrored.
   *
   * @param axes bit 0 mirrors the width, bit 1 the height, bit 2 the depth
   */
  private static void addMirrored(float[] from, GridSize size, int axes, float[] to) {
    int depth = size.depth();
    int height = size.height();
    int width = size.width();
    IntStream.range(0, (int) (from.length / ((long) height * width)))
        .parallel()
        .forEach(
            slice -> {
              int z = slice % depth;
              int mirroredSlice = (axes & 4) == 0 ? slice : slice - z + depth - 1 - z;
              for (int y = 0; y < height; y++) {
                int in = (mirroredSlice * height + ((axes & 2) == 0 ? y : height - 1 - y)) * width;
                int out = (slice * height + y) * width;
                for (int x = 0; x < width; x++) {
                  to[out + x] += from[in + ((axes & 1) == 0 ? x : width - 1 - x)];
                }
              }
            });
  }
}
