package io.firenet.core.training.run;

/**
 * One dataset's part of an epoch.
 *
 * @param steps training steps on its cases
 * @param training mean loss of these steps, NaN if there was none
 * @param validation mean loss over its validation cases, NaN if it was not measured
 */
public record DatasetLoss(int steps, double training, double validation) {}
