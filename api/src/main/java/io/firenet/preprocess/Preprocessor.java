package io.firenet.preprocess;

import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.List;
import java.util.Objects;

/**
 * The way from an image as it was acquired to what the network sees: axes in the order and
 * direction closest to RAS+, isotropic spacing, intensities by rule.
 *
 * <ul>
 *   <li>Any of the 48 orders and directions in which the same voxels can be stored gives the same
 *       result; an oblique grid stays oblique.
 *   <li>A resampled side has {@code max(1, round(extent / spacing))} voxels and the old centre. An
 *       axis whose spacing is right to 0.1 % is kept as it is.
 *   <li>Images are resampled trilinearly, labels to the nearest voxel, edges clamped. There is no
 *       smoothing before downsampling, so detail finer than the new spacing can alias.
 *   <li>A NaN or infinite voxel counts as the smallest finite value of its channel.
 *   <li>Each channel has its {@link IntensityRule}. By the usual one it is standardised over all
 *       voxels of the new grid: mean 0, standard deviation 1 (in double precision); a constant
 *       channel becomes zeros.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 *
 * @param plan spacing, largest side and rules
 */
public record Preprocessor(PreprocessingPlan plan) {

  /**
   * Refuses null.
   *
   * @param plan spacing, largest side and rules
   */
  public Preprocessor {
    Objects.requireNonNull(plan, "plan");
  }

  /**
   * {@return the grid on which the network sees an image; {@code source} itself if that needs no
   * change}
   *
   * @param source the grid as acquired
   * @throws IllegalArgumentException if that grid is too large for an array
   */
  public ImageGeometry networkGrid(ImageGeometry source) {
    return new Resampling(source, plan.spacingMm()).target();
  }

  /**
   * {@return what speaks against using an image, as far as its grid shows}
   *
   * @param source the grid as acquired
   * @throws IllegalArgumentException as {@link #networkGrid}
   */
  public ImageExamination examine(ImageGeometry source) {
    return ImageExamination.of(source, plan);
  }

  /**
   * {@return what speaks against using an image}
   *
   * @param source {@code [C,D,H,W]}, as acquired
   * @throws IllegalArgumentException as {@link #networkGrid}
   */
  public ImageExamination examine(Volume source) {
    return ImageExamination.of(source, plan);
  }

  /**
   * The image on {@link #networkGrid}, its values by the plan's rules.
   *
   * @param source {@code [C,D,H,W]}, float32, as acquired
   * @return {@code [C,D,H,W]}, float32, always a new array
   * @throws IllegalArgumentException if the result is too large for an array, or the plan has rules
   *     of another number of channels
   */
  public Volume image(Volume source) {
    Resampling resampling = new Resampling(source.geometry(), plan.spacingMm());
    int from = (int) source.size().voxels();
    int to = (int) resampling.target().size().voxels();
    if ((long) to * source.channels() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s channels of %s voxels are too large for one image"
              .formatted(source.channels(), resampling.target().size()));
    }
    List<IntensityRule> rules = plan.rules(source.channels());
    float[] data = new float[to * source.channels()];
    for (int channel = 0; channel < source.channels(); channel++) {
      int start = channel * from;
      IntensityRule rule = rules.get(channel);
      Intensity.Values values = Intensity.acquired(rule, source.data(), start, start + from);
      resampling.linear(values.data(), values.from(), data, channel * to);
      Intensity.finish(rule, data, channel * to, (channel + 1) * to);
    }
    return new Volume(resampling.target(), source.channels(), data);
  }

  /**
   * {@return the labels on {@link #networkGrid}; {@code source} itself if that needs no change}
   *
   * @param source {@code [D,H,W]}, on the grid as acquired
   * @throws IllegalArgumentException if the result is too large for an array
   */
  public LabelMap labels(LabelMap source) {
    Resampling resampling = new Resampling(source.geometry(), plan.spacingMm());
    return resampling.isIdentity()
        ? source
        : new LabelMap(resampling.target(), resampling.nearest(source.data()));
  }
}
