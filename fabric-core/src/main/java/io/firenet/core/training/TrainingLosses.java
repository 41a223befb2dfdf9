package io.firenet.core.training;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The losses of an epoch's steps, by dataset. */
final class TrainingLosses {

  static final int MAX_BAD_STEPS = 10;

  private final Map<String, Tally> byDataset = new HashMap<>();
  private int badSteps;

  /**
   * @param before the epoch before, whose last steps count as well; null at the start
   */
  TrainingLosses(@Nullable TrainingLosses before) {
    badSteps = before == null ? 0 : before.badSteps;
  }

  private record Tally(int steps, int finite, double sum) {

    static final Tally EMPTY = new Tally(0, 0, 0);

    Tally plus(double loss) {
      boolean good = Double.isFinite(loss);
      return new Tally(steps + 1, finite + (good ? 1 : 0), good ? sum + loss : sum);
    }
  }

  /**
   * Takes in a step.
   *
   * @return whether the loss has been no number for {@link #MAX_BAD_STEPS} steps in a row
   */
  boolean add(String dataset, double loss) {
    badSteps = Double.isFinite(loss) ? 0 : badSteps + 1;
    byDataset.put(dataset, tally(dataset).plus(loss));
    return badSteps == MAX_BAD_STEPS;
  }

  private Tally tally(String dataset) {
    return byDataset.getOrDefault(dataset, Tally.EMPTY);
  }

  int steps(String dataset) {
    return tally(dataset).steps;
  }

  /** Mean loss of a dataset's steps, without those that are no number; NaN if there is none. */
  double mean(String dataset) {
    Tally tally = tally(dataset);
    return tally.sum / tally.finite;
  }

  /** Mean loss of all steps, without those that are no number; NaN if there is none. */
  double mean() {
    Tally all =
        byDataset.values().stream()
            .reduce(
                Tally.EMPTY,
                (a, b) -> new Tally(a.steps + b.steps, a.finite + b.finite, a.sum + b.sum));
    return all.sum / all.finite;
  }
}
