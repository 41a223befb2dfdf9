package io.firenet.preprocess;

import io.firenet.volume.Volume;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Random changes of intensity that augment training, other ones for each channel, in this order and
 * with v a voxel of a standardised image:
 *
 * <ul>
 *   <li>gamma: {@code v → least + range·((v − least) / range)^g}, g log-normal about 1, over the
 *       channel's range
 *   <li>contrast: {@code v → mean + c·(v − mean)}, c log-normal about 1
 *   <li>brightness: {@code v → v + b}, b normal about 0
 *   <li>noise: {@code v → v + n}, n normal about 0, another one for each voxel, with a strength
 *       that is drawn between 0 and the given one
 * </ul>
 *
 * @param brightnessSd standard deviation of b, which is added to a channel, in those of a
 *     standardised image; 0 for none
 * @param contrastSd standard deviation of the logarithm of c, which stretches a channel's values; 0
 *     for none
 * @param gammaSd standard deviation of the logarithm of the exponent g; 0 for none
 * @param noiseSd largest standard deviation of the noise n; 0 for none
 */
public record IntensityVariation(
    double brightnessSd, double contrastSd, double gammaSd, double noiseSd) {

  /** No change. */
  public static final IntensityVariation NONE = new IntensityVariation(0, 0, 0, 0);

  /** Visible, but small against the differences between tissues. */
  public static final IntensityVariation STANDARD = new IntensityVariation(0.1, 0.15, 0.2, 0.1);

  /**
   * Checks what it is made of.
   *
   * @param brightnessSd standard deviation of b, which is added to a channel, in those of a
   *     standardised image; 0 for none
   * @param contrastSd standard deviation of the logarithm of c, which stretches a channel's values;
   *     0 for none
   * @param gammaSd standard deviation of the logarithm of the exponent g; 0 for none
   * @param noiseSd largest standard deviation of the noise n; 0 for none
   * @throws IllegalArgumentException if a deviation is negative or not finite
   */
  public IntensityVariation {
    if (!(brightnessSd >= 0
        && contrastSd >= 0
        && gammaSd >= 0
        && noiseSd >= 0
        && Double.isFinite(brightnessSd + contrastSd + gammaSd + noiseSd))) {
      throw new IllegalArgumentException(
          "deviations of intensity must not be negative, got %s, %s, %s, %s"
              .formatted(brightnessSd, contrastSd, gammaSd, noiseSd));
    }
  }

  /** Whether it changes nothing. */
  boolean isNone() {
    return equals(NONE);
  }

  /**
   * Changes an image in place. The result depends on the seed alone, not on the number of threads.
   */
  void applyTo(Volume image, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int channel = 0; channel < image.channels(); channel++) {
      applyTo(image, channel, random.split());
    }
  }

  private void applyTo(Volume image, int channel, SplittableRandom random) {
    double gamma = Math.exp(gammaSd * random.nextGaussian());
    double contrast = Math.exp(contrastSd * random.nextGaussian());
    double brightness = brightnessSd * random.nextGaussian();
    double noise = noiseSd * random.nextDouble();
    float[] data = image.data();
    int voxels = (int) image.size().voxels();
    int start = channel * voxels;
    if (gammaSd > 0) {
      bend(data, start, start + voxels, gamma);
    }
    double mean = 0;
    for (int i = start; i < start + voxels; i++) {
      mean += data[i];
    }
    double shift = mean / voxels * (1 - contrast) + brightness;
    int slice = voxels / image.size().depth();
    long[] seeds = random.longs(image.size().depth()).toArray();
    IntStream.range(0, seeds.length)
        .parallel()
        .forEach(
            z -> {
              SplittableRandom own = new SplittableRandom(seeds[z]);
              for (int i = start + z * slice; i < start + (z + 1) * slice; i++) {
                double added = noise > 0 ? noise * own.nextGaussian() : 0;
                data[i] = (float) (contrast * data[i] + shift + added);
              }
            });
  }

  private static void bend(float[] data, int from, int to, double gamma) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      least = Math.min(least, data[i]);
      most = Math.max(most, data[i]);
    }
    double range = most - least;
    if (range > 0) {
      for (int i = from; i < to; i++) {
        data[i] = (float) (least + range * Math.pow((data[i] - least) / range, gamma));
      }
    }
  }
}
