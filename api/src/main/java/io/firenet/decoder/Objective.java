package io.firenet.decoder;

/** What a head is trained for; it decides loss, target and metric. */
public enum Objective {
  /**
   * One class per voxel: softmax, cross-entropy plus soft Dice at every output, auxiliary targets
   * resampled by nearest neighbour; validated by the Dice of the label map.
   */
  SEGMENTATION,
  /**
   * Overlapping regions of voxels: a sigmoid for each, binary cross-entropy plus soft Dice at every
   * output, auxiliary targets resampled by nearest neighbour; validated by the Dice of the regions
   * of the label map that they are painted into.
   */
  REGIONS,
  /**
   * One class for the image as a whole: outputs of one voxel, softmax, cross-entropy at every
   * output; validated by the balanced accuracy.
   */
  CLASSIFICATION,
  /**
   * Values for the image as a whole: outputs of one voxel, in standard deviations of the training
   * cases around their mean, Huber loss at every output; validated by R².
   */
  REGRESSION;

  /** {@return whether the answer is about the image as a whole and every output is one voxel} */
  public boolean wholeImage() {
    return this == CLASSIFICATION || this == REGRESSION;
  }
}
