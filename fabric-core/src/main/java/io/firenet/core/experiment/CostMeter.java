package io.firenet.core.experiment;

import io.firenet.core.bench.ProcessMemory;
import io.firenet.core.report.EpochRecord;
import io.firenet.core.report.RunResults;
import io.firenet.core.training.MemoryPlan;
import io.firenet.core.training.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Takes the time and memory of training, and tells another listener all it hears. */
final class CostMeter implements TrainingListener {

  /** Keeps what an epoch and those before it cost. */
  @FunctionalInterface
  interface Keeper {
    void keep(RunCost cost) throws IOException;
  }

  private final TrainingListener next;
  private final Keeper keeper;
  private RunCost cost;
  private int epoch;
  private long lastNanos;
  private long steps;
  private double seconds;

  CostMeter(RunCost before, Keeper keeper, TrainingListener next) throws IOException {
    this.cost = before;
    this.keeper = keeper;
    this.next = next;
    ProcessMemory.resetPeak();
  }

  @Override
  public void memoryPlanned(MemoryPlan plan) {
    next.memoryPlanned(plan);
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
    next.stepDone(epoch, step, steps, loss);
  }

  @Override
  public void validationDone(int epoch, int done, int total) {
    next.validationDone(epoch, done, total);
  }

  @Override
  public void epochDone(EpochRecord record) {
    try {
      cost = cost.plus(steps, seconds, ProcessMemory.peak().orElse(0));
      steps = 0;
      seconds = 0;
      keeper.keep(cost);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    next.epochDone(record);
  }

  @Override
  public void runDone(RunResults results) {
    next.runDone(results);
  }
}
