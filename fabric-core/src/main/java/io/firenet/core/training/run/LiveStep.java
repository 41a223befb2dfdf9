package io.firenet.core.training.run;

import io.firenet.core.io.RecordCodec;
import jakarta.json.JsonObject;
import java.util.List;

/**
 * Where a run is within an epoch, for whoever looks at it from another process; some seconds old.
 *
 * @param epoch from 1
 * @param phase {@code training} or {@code validation}
 * @param step the step or case that it works on, from 1
 * @param steps how many there are in this epoch
 * @param dataset which one the step is of; empty in validation
 * @param residentBytes memory of the process; 0 where the system does not tell
 * @param plannedBytes memory that was planned for all of it
 * @param plan what the largest case of each dataset takes
 * @param at when, ISO 8601, UTC
 */
public record LiveStep(
    int epoch,
    String phase,
    int step,
    int steps,
    String dataset,
    long residentBytes,
    long plannedBytes,
    List<PlannedCase> plan,
    String at) {

  /**
   * The plan for one dataset.
   *
   * @param name the dataset's
   * @param value in words
   */
  public record PlannedCase(String name, String value) {}

  public LiveStep {
    plan = List.copyOf(plan);
  }

  JsonObject toJson() {
    return RecordCodec.write(this);
  }
}
