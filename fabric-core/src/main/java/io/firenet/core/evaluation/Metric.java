package io.firenet.core.evaluation;

import java.util.function.ToDoubleFunction;

/** A figure of {@link LabelMetrics}, under the name that {@code summary.json} gives it. */
public enum Metric {
  DICE("Dice", LabelMetrics::dice),
  IOU("IoU", LabelMetrics::iou),
  HD("HD", LabelMetrics::hausdorffMm),
  HD95("HD95", LabelMetrics::hausdorff95Mm),
  MSD("MSD", LabelMetrics::meanSurfaceDistanceMm),
  FP("FP", LabelMetrics::falsePositives),
  TP("TP", LabelMetrics::truePositives),
  FN("FN", LabelMetrics::falseNegatives),
  TN("TN", LabelMetrics::trueNegatives),
  N_PRED("n_pred", LabelMetrics::predicted),
  N_REF("n_ref", LabelMetrics::reference);

  private final String key;
  private final ToDoubleFunction<LabelMetrics> value;

  Metric(String key, ToDoubleFunction<LabelMetrics> value) {
    this.key = key;
    this.value = value;
  }

  /**
   * The name in {@code summary.json}.
   *
   * @return such as {@code Dice} or {@code HD95}
   */
  public String key() {
    return key;
  }

  /**
   * The figure; NaN where it is undefined.
   *
   * @param metrics of one label of one case
   * @return millimetres for a distance, a count of voxels, or a share
   */
  public double of(LabelMetrics metrics) {
    return value.applyAsDouble(metrics);
  }

  /** Whether it is a number of voxels. */
  boolean isCount() {
    return compareTo(FP) >= 0;
  }
}
