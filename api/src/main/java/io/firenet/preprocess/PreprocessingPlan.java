package io.firenet.preprocess;

/**
 * How an image is brought to the network: oriented to RAS+, resampled to one isotropic spacing
 * (linear for images, nearest for labels), at most {@code maxSide} voxels a side in one piece,
 * standardised per channel to zero mean and unit variance over all voxels. It travels with the
 * exported model, so that inference does what training did.
 *
 * @param spacingMm isotropic spacing in millimetres; the paper's is 1
 * @param maxSide most voxels a side; the paper's is 180
 */
public record PreprocessingPlan(double spacingMm, int maxSide) {

  /** The paper's: 1 mm, 180 voxels. */
  public static final PreprocessingPlan PAPER = new PreprocessingPlan(1.0, 180);

  /**
   * @throws IllegalArgumentException if the spacing is not a positive number or maxSide is below 16
   */
  public PreprocessingPlan {
    if (!(spacingMm > 0 && spacingMm < 1000)) {
      throw new IllegalArgumentException("spacingMm must be positive, got " + spacingMm);
    }
    if (maxSide < 16) {
      throw new IllegalArgumentException("maxSide must be at least 16, got " + maxSide);
    }
  }
}
