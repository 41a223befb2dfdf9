package io.firenet.core.training.run;

/**
 * What an epoch's steps and its validation came to, counted so that it is the same on every
 * machine: in voxels that a network passes over once.
 *
 * @param training of the steps; forward and backward pass count three
 * @param validation of the validation cases
 */
public record Work(double training, double validation) {

  /** Passes that a training step takes: the forward one, and a backward one of twice its size. */
  private static final double PASSES_OF_STEP = 3;

  /** A voxel of a label map that is projected and compared, beside one that passes a network. */
  private static final double LABEL_VOXEL = 0.03;

  /** Nothing done. */
  public static final Work NONE = new Work(0, 0);

  /**
   * Of a training step on an image of that many voxels.
   *
   * @param voxels that the network sees
   * @return training alone
   */
  public static Work ofStep(long voxels) {
    return new Work(PASSES_OF_STEP * voxels, 0);
  }

  /**
   * Of a validation case.
   *
   * @param voxels that the network sees
   * @param reference voxels of the reference labels times labels; 0 for none
   * @return validation alone
   */
  public static Work ofCase(long voxels, long reference) {
    return new Work(0, voxels + LABEL_VOXEL * reference);
  }

  /**
   * Both.
   *
   * @param other work to be added
   * @return a new sum
   */
  public Work plus(Work other) {
    return new Work(training + other.training, validation + other.validation);
  }

  /**
   * The share of the validation, 0 to 1.
   *
   * @return 0 if nothing was validated
   */
  public double validationShare() {
    return validation == 0 ? 0 : validation / (training + validation);
  }
}
