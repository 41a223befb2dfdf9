package io.firenet.core.data;

import io.firenet.volume.Volume;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Arrays;

/**
 * The values of one channel of an image, as far as they are finite.
 *
 * @param least the least
 * @param low the 0.5th percentile, of a sample of the voxels
 * @param median the median, likewise
 * @param high the 99.5th percentile, likewise
 * @param most the most
 * @param mean the mean
 * @param sd the standard deviation
 */
public record ChannelIntensities(
    double least, double low, double median, double high, double most, double mean, double sd) {

  private static final int SAMPLES = 100_000;

  /** Of a channel that has a finite value. */
  static ChannelIntensities of(Volume image, int channel) {
    int voxels = (int) image.size().voxels();
    int start = channel * voxels;
    int step = Math.max(1, voxels / SAMPLES);
    double[] samples = new double[voxels / step + 1];
    int sampled = 0;
    long count = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double mean = 0;
    double squares = 0; // of deviations from the mean, by Welford
    for (int i = 0; i < voxels; i++) {
      double value = image.data()[start + i];
      if (Double.isFinite(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
        double before = value - mean;
        mean += before / ++count;
        squares += before * (value - mean);
        if (i % step == 0) {
          samples[sampled++] = value;
        }
      }
    }
    if (sampled == 0) {
      samples[sampled++] = mean;
    }
    Arrays.sort(samples, 0, sampled);
    return new ChannelIntensities(
        least,
        samples[(int) Math.round(0.005 * (sampled - 1))],
        samples[(sampled - 1) / 2],
        samples[(int) Math.round(0.995 * (sampled - 1))],
        most,
        mean,
        Math.sqrt(squares / count));
  }

  JsonObject toJson() {
    return Json.createObjectBuilder()
        .add("least", least)
        .add("percentile_00_5", low)
        .add("median", median)
        .add("percentile_99_5", high)
        .add("most", most)
        .add("mean", mean)
        .add("sd", sd)
        .build();
  }
}
