package io.firenet.core.experiment;

import io.firenet.core.bench.ProcessMemory;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.RunState;
import java.io.IOException;

/** Takes the time and memory of training. */
final class CostMeter implements TrainingListener {

  /** Keeps what an epoch and those before it cost. */
  @FunctionalInterface
  interface Keeper {
    void keep(Cost cost) throws IOException;
  }

  /**
   * What training cost so far, over all processes that worked on a run.
   *
   * @param steps training steps whose time was taken: all but the first of each epoch
   * @param stepSeconds their time in all, with what they waited for data
   * @param peakMemoryBytes the most memory that a process held meanwhile; 0 where the system does
   *     not tell
   */
  public record Cost(long steps, double stepSeconds, long peakMemoryBytes) {

    /** Nothing yet. */
    static final Cost DEFAULT = new Cost(0, 0, 0);

    Cost plus(long moreSteps, double moreSeconds, long peakBytes) {
      return new Cost(
          steps + moreSteps, stepSeconds + moreSeconds, Math.max(peakMemoryBytes, peakBytes));
    }

    /** Mean time of a step; NaN if there was none. */
    double meanStepSeconds() {
      return stepSeconds / steps;
    }
  }

  private final Keeper keeper;
  private Cost cost;
  private int epoch;
  private long lastNanos;
  private long steps;
  private double seconds;

  CostMeter(Cost before, Keeper keeper) throws IOException {
    this.cost = before;
    this.keeper = keeper;
    ProcessMemory.resetPeak();
  }

  @Override
  public void stepDone(int epoch, int step, int steps, double loss) {
    long now = System.nanoTime();
    if (this.epoch == epoch) {
      this.steps++;
      seconds += (now - lastNanos) / 1e9;
    }
    this.epoch = epoch;
    lastNanos = now;
  }

  @Override
  public void epochDone(RunState state) throws IOException {
    cost = cost.plus(steps, seconds, ProcessMemory.peak().orElse(0));
    steps = 0;
    seconds = 0;
    keeper.keep(cost);
  }
}
