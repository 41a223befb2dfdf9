package io.firenet.preprocess;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How an image is brought to the network: oriented to RAS+, resampled to one isotropic spacing
 * (linear for images, nearest for labels), at most {@code maxSide} voxels a side in one piece, and
 * each channel's values changed by a rule. It travels with the exported model, so that inference
 * does what training did.
 *
 * @param spacingMm isotropic spacing in millimetres; the paper's is 1
 * @param maxSide most voxels a side; the paper's is 180
 * @param intensity the rule of each channel; absent where all are the paper's, {@link
 *     IntensityRule#STANDARDISE}
 */
public record PreprocessingPlan(
    double spacingMm, int maxSide, Optional<List<IntensityRule>> intensity) {

  /** The paper's: 1 mm, 180 voxels, standardised. */
  public static final PreprocessingPlan PAPER = new PreprocessingPlan(1.0, 180);

  /**
   * Checks what it is made of.
   *
   * @param spacingMm isotropic spacing in millimetres; the paper's is 1
   * @param maxSide most voxels a side; the paper's is 180
   * @param intensity the rule of each channel; absent where all are the paper's, {@link
   *     IntensityRule#STANDARDISE}
   * @throws IllegalArgumentException if the spacing is not a positive number or maxSide is below 16
   */
  public PreprocessingPlan {
    if (!(spacingMm > 0 && spacingMm < 1000)) {
      throw new IllegalArgumentException("spacingMm must be positive, got " + spacingMm);
    }
    if (maxSide < 16) {
      throw new IllegalArgumentException("maxSide must be at least 16, got " + maxSide);
    }
    // One way to say the paper's, so that equal preparations are equal.
    intensity =
        intensity
            .filter(rules -> rules.stream().anyMatch(r -> !r.equals(IntensityRule.STANDARDISE)))
            .map(List::copyOf);
  }

  /**
   * A plan that standardises every channel.
   *
   * @param spacingMm isotropic spacing in millimetres; the paper's is 1
   * @param maxSide most voxels a side that the network sees at once, at least 16
   */
  public PreprocessingPlan(double spacingMm, int maxSide) {
    this(spacingMm, maxSide, Optional.empty());
  }

  /**
   * {@return this plan with a rule for each channel}
   *
   * @param rules in the order of the channels
   */
  public PreprocessingPlan withIntensity(List<IntensityRule> rules) {
    return new PreprocessingPlan(spacingMm, maxSide, Optional.of(rules));
  }

  /** The rules of an image's channels. */
  List<IntensityRule> rules(int channels) {
    List<IntensityRule> rules =
        intensity.orElseGet(() -> Collections.nCopies(channels, IntensityRule.STANDARDISE));
    if (rules.size() != channels) {
      throw new IllegalArgumentException(
          "the image has %s channels, there are rules for %s: %s"
              .formatted(channels, rules.size(), rules));
    }
    return rules;
  }
}
