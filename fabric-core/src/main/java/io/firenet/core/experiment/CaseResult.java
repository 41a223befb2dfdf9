package io.firenet.core.experiment;

/**
 * How well one label of one validation case was found, by the exported model on the image's own
 * grid. What is undefined is NaN, see {@link io.firenet.core.evaluation.LabelMetrics}.
 *
 * @param dataset name of its dataset
 * @param caseId the case
 * @param label the label's value, from 1
 * @param labelName the label's name
 * @param dice Dice coefficient, the paper's DSC
 * @param hausdorffMm HD
 * @param hausdorff95Mm HD95
 * @param meanSurfaceDistanceMm MSD
 */
public record CaseResult(
    String dataset,
    String caseId,
    int label,
    String labelName,
    double dice,
    double hausdorffMm,
    double hausdorff95Mm,
    double meanSurfaceDistanceMm) {}
