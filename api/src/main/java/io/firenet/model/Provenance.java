package io.firenet.model;

import java.util.Map;

/**
 * Where a model comes from.
 *
 * @param software name and version of what trained it
 * @param trainedOn names of all datasets that trained the shared trunk, with the number of cases
 * @param epochs epochs trained
 * @param seed seed of the run
 * @param validationShare share of the subjects that were kept for validation
 * @param finishedAt time of the last checkpoint, ISO 8601, UTC
 * @param metrics validation metrics at that time, by name
 */
public record Provenance(
    String software,
    Map<String, Integer> trainedOn,
    int epochs,
    long seed,
    double validationShare,
    String finishedAt,
    Map<String, Double> metrics) {

  public Provenance {
    trainedOn = Map.copyOf(trainedOn);
    metrics = Map.copyOf(metrics);
  }
}
