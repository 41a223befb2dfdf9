package io.firenet.preprocess;

import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The random changes that make many training cases of one: image and labels are deformed, rotated,
 * scaled and flipped together, in one resampling, and the image's intensities vary.
 *
 * <p>Flipping leaves labels their values: it is for labels that do not tell left from right.
 *
 * @param controlSpacingMm see {@link ElasticDeformation}
 * @param displacementSdMm see {@link ElasticDeformation}
 * @param rotationSdDegrees see {@link ElasticDeformation}
 * @param scaleSd see {@link ElasticDeformation}
 * @param flipProbability how often each of the three axes is reversed, 0 to 1
 * @param intensity how intensities vary
 */
public record Augmentation(
    double controlSpacingMm,
    double displacementSdMm,
    double rotationSdDegrees,
    double scaleSd,
    double flipProbability,
    IntensityVariation intensity) {

  /** As training does it: elastic deformation, which is the paper's, rotation and scaling. */
  public static final Augmentation DEFAULT =
      new Augmentation(16, 2, 8, 0.08, 0, IntensityVariation.NONE);

  private static final double STANDARD_FLIP = 0.5;

  /** A kind of change. */
  public enum Kind {
    /** A smooth random deformation. */
    ELASTIC,
    /** Mirroring along axes. */
    FLIP,
    /** A rotation. */
    ROTATE,
    /** A change of size. */
    SCALE,
    /** A change of brightness and contrast, and noise. */
    INTENSITY
  }

  /**
   * Checks what it is made of.
   *
   * @param controlSpacingMm see {@link ElasticDeformation}
   * @param displacementSdMm see {@link ElasticDeformation}
   * @param rotationSdDegrees see {@link ElasticDeformation}
   * @param scaleSd see {@link ElasticDeformation}
   * @param flipProbability how often each of the three axes is reversed, 0 to 1
   * @param intensity how intensities vary
   * @throws IllegalArgumentException if a strength is out of its range
   */
  public Augmentation {
    if (!(flipProbability >= 0 && flipProbability <= 1)) {
      throw new IllegalArgumentException("flipProbability must be 0 to 1, got " + flipProbability);
    }
    new ElasticDeformation(controlSpacingMm, displacementSdMm, rotationSdDegrees, scaleSd);
  }

  /**
   * {@return the given kinds of change and no others; one that is off here gets the strength of
   * {@link #DEFAULT}, or what is usual: a flip of each axis in half of the cases, {@link
   * IntensityVariation#STANDARD}}
   *
   * @param kinds an empty set changes nothing at all
   */
  public Augmentation only(Set<Kind> kinds) {
    return new Augmentation(
        controlSpacingMm,
        strength(kinds, Kind.ELASTIC, displacementSdMm, DEFAULT.displacementSdMm),
        strength(kinds, Kind.ROTATE, rotationSdDegrees, DEFAULT.rotationSdDegrees),
        strength(kinds, Kind.SCALE, scaleSd, DEFAULT.scaleSd),
        strength(kinds, Kind.FLIP, flipProbability, STANDARD_FLIP),
        !kinds.contains(Kind.INTENSITY)
            ? IntensityVariation.NONE
            : intensity.isNone() ? IntensityVariation.STANDARD : intensity);
  }

  private static double strength(Set<Kind> kinds, Kind kind, double own, double standard) {
    return !kinds.contains(kind) ? 0 : own > 0 ? own : standard;
  }

  /** {@return what of it keeps lengths, volumes and intensities: rotating and flipping} */
  public Augmentation keepingMeasures() {
    return new Augmentation(
        controlSpacingMm, 0, rotationSdDegrees, 0, flipProbability, IntensityVariation.NONE);
  }

  /**
   * Changes an image and its labels. The result depends on the seed alone, not on the number of
   * threads.
   *
   * @param image {@code [C,D,H,W]}, float32; is not changed
   * @param labels {@code [D,H,W]}, on the image's grid; are not changed
   * @param seed any number; the same one gives the same change
   * @return new arrays on the same grid
   * @throws IllegalArgumentException if image and labels differ in size
   */
  public LabelledVolume apply(Volume image, LabelMap labels, long seed) {
    LabelledVolume changed = deformation().apply(image, labels, seed, flips(seed));
    intensity(changed.image(), seed);
    return changed;
  }

  /**
   * Changes an image alone, as {@link #apply(Volume, LabelMap, long)} does with the same seed.
   *
   * @param image {@code [C,D,H,W]}, float32; is not changed
   * @param seed any number; the same one gives the same change
   * @return a new array on the same grid
   */
  public Volume apply(Volume image, long seed) {
    Volume changed = deformation().apply(image, seed, flips(seed));
    intensity(changed, seed);
    return changed;
  }

  private void intensity(Volume changed, long seed) {
    if (!intensity.isNone()) {
      intensity.applyTo(changed, new SplittableRandom(~seed).split().nextLong());
    }
  }

  private ElasticDeformation deformation() {
    return new ElasticDeformation(controlSpacingMm, displacementSdMm, rotationSdDegrees, scaleSd);
  }

  /** Drawn apart from the deformation, which is the same with and without flips. */
  private boolean[] flips(long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    boolean[] flips = new boolean[3];
    for (int axis = 0; axis < 3; axis++) {
      flips[axis] = random.nextDouble() < flipProbability;
    }
    return flips;
  }
}
