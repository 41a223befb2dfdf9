package io.firenet.core.experiment;

/**
 * A picture of one validation case: three slices, the reference above, the prediction below.
 *
 * @param dataset name of its dataset
 * @param caseId the case
 * @param rank why this one
 * @param dice its mean Dice over the labels
 * @param file the PNG, relative to the run's folder
 */
public record ExampleSlices(String dataset, String caseId, Rank rank, double dice, String file) {

  /** The place of a case among those of its dataset, by mean Dice. */
  public enum Rank {
    /** The lowest. */
    WORST,
    /** The one in the middle, the lower of two. */
    MEDIAN
  }
}
