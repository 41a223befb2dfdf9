package io.firenet.preprocess;

import io.firenet.volume.GridSize;
import io.firenet.volume.Volume;
import java.util.Optional;

/**
 * The values that one channel of an image holds.
 *
 * @param size the channel's grid
 * @param channel which one, from 0
 * @param min its smallest finite value; infinity if there is none
 * @param max its largest finite value; minus infinity if there is none
 * @param bad how many are NaN or infinite
 * @param firstBad the index of the first of them, −1 if there is none
 * @param firstBadValue its value
 */
public record ChannelValues(
    GridSize size, int channel, float min, float max, int bad, int firstBad, float firstBadValue) {

  /**
   * Looks at all voxels of a channel.
   *
   * @param image {@code [C,D,H,W]}, float32
   * @param channel counted from 0
   * @return least, most, mean and what is missing
   */
  public static ChannelValues of(Volume image, int channel) {
    float[] data = image.data();
    int voxels = (int) image.size().voxels();
    int start = channel * voxels;
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    int bad = 0;
    int firstBad = -1;
    for (int i = 0; i < voxels; i++) {
      float value = data[start + i];
      if (Float.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      } else {
        firstBad = bad++ == 0 ? i : firstBad;
      }
    }
    return new ChannelValues(
        image.size(), channel, min, max, bad, firstBad, bad == 0 ? 0 : data[start + firstBad]);
  }

  /**
   * Why the channel tells nothing, if it does.
   *
   * @return a reason in one line; empty if its values differ
   */
  public Optional<String> blank() {
    if (bad == size.voxels()) {
      return Optional.of("channel %s has no finite voxel".formatted(channel));
    }
    if (min == max) {
      String where = bad == 0 ? "everywhere" : "wherever it is finite";
      return Optional.of("channel %s is %s %s".formatted(channel, min, where));
    }
    return Optional.empty();
  }

  /** {@return how many voxels are not finite, and where, if there are any} */
  public Optional<String> nonFinite() {
    if (bad == 0) {
      return Optional.empty();
    }
    int row = firstBad / size.width();
    return Optional.of(
        "%s of %s voxels of channel %s are not finite, the first is %s at voxel (i,j,k) = (%s, %s, %s); they count as the channel's smallest value"
            .formatted(
                bad,
                size.voxels(),
                channel,
                firstBadValue,
                firstBad % size.width(),
                row % size.height(),
                row / size.height()));
  }
}
