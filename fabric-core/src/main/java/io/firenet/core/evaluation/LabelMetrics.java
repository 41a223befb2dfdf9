package io.firenet.core.evaluation;

/**
 * How one label of a predicted label map agrees with the reference.
 *
 * <p>Overlap, as in nnU-Net: {@code Dice = 2·TP / (2·TP + FP + FN)} and {@code IoU = TP / (TP + FP
 * + FN)}, both NaN where the label is absent in both maps and 0 where it is absent in one.
 *
 * <p>Distances are between the surfaces P (predicted) and R (reference), in millimetres; a surface
 * is the label's voxels that have one of their six neighbours outside the label or outside the grid
 * (one that does not count is neither), and the grid's axes are taken to be perpendicular. With
 * d(a,B) the Euclidean distance of the voxel centre a to the nearest of B:
 *
 * <ul>
 *   <li>{@code HD = max(max d(p,R), max d(r,P))}
 *   <li>{@code HD95 = max(P95 d(p,R), P95 d(r,P))}: the larger of the two directed 95th
 *       percentiles, interpolated linearly between ranks. Others take the percentile of both
 *       directions together, which gives other figures.
 *   <li>{@code MSD = (Σ d(p,R) + Σ d(r,P)) / (|P| + |R|)}: the mean over both surfaces together
 * </ul>
 *
 * They are NaN where the label is absent in one of the maps or has no surface there, or if they
 * were not asked for.
 *
 * @param truePositives voxels that have the label in both
 * @param falsePositives voxels that have it in the prediction alone
 * @param falseNegatives voxels that have it in the reference alone
 * @param trueNegatives voxels that have it in neither
 * @param hausdorffMm HD
 * @param hausdorff95Mm HD95
 * @param meanSurfaceDistanceMm MSD
 */
public record LabelMetrics(
    long truePositives,
    long falsePositives,
    long falseNegatives,
    long trueNegatives,
    double hausdorffMm,
    double hausdorff95Mm,
    double meanSurfaceDistanceMm) {

  /**
   * Dice coefficient, 0 to 1 or NaN.
   *
   * @return NaN if the label is in neither map
   */
  public double dice() {
    return 2.0 * truePositives / (2.0 * truePositives + falsePositives + falseNegatives);
  }

  /**
   * Intersection over union, 0 to 1 or NaN.
   *
   * @return NaN if the label is in neither map
   */
  public double iou() {
    return (double) truePositives / (truePositives + falsePositives + falseNegatives);
  }

  /**
   * Voxels that have the label in the prediction.
   *
   * @return a count
   */
  public long predicted() {
    return truePositives + falsePositives;
  }

  /**
   * Voxels that have the label in the reference.
   *
   * @return a count
   */
  public long reference() {
    return truePositives + falseNegatives;
  }
}
