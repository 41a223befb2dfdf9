package io.firenet.decoder;

/** What a head is trained for; it decides loss, target and metric. */
public enum Objective {
  /**
   * One class per voxel: softmax, cross-entropy plus soft Dice at every output, auxiliary targets
   * resampled by nearest neighbour; validated by the Dice of the label map.
   */
  SEGMENTATION
}
