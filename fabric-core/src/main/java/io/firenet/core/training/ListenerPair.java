package io.firenet.core.training;

import io.firenet.core.training.run.RunResults;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.validation.SegmentedCase;
import java.io.IOException;

/** Two listeners as one. */
record ListenerPair(TrainingListener first, TrainingListener second) implements TrainingListener {

  @Override
  public void memoryPlanned(MemoryPlan plan) {
    first.memoryPlanned(plan);
    second.memoryPlanned(plan);
  }

  @Override
  public void stepBegins(int epoch, int step, int steps, String dataset) {
    first.stepBegins(epoch, step, steps, dataset);
    second.stepBegins(epoch, step, steps, dataset);
  }

  @Override
  public void stepDone(int epoch, int step, int steps, double loss) {
    first.stepDone(epoch, step, steps, loss);
    second.stepDone(epoch, step, steps, loss);
  }

  @Override
  public void roundDone(int epoch, TrainingRound round) {
    first.roundDone(epoch, round);
    second.roundDone(epoch, round);
  }

  @Override
  public void validationDone(int epoch, int done, int total) {
    first.validationDone(epoch, done, total);
    second.validationDone(epoch, done, total);
  }

  @Override
  public void caseSegmented(int epoch, SegmentedCase one) throws IOException {
    first.caseSegmented(epoch, one);
    second.caseSegmented(epoch, one);
  }

  @Override
  public void epochDone(RunState state) throws IOException {
    first.epochDone(state);
    second.epochDone(state);
  }

  @Override
  public void runDone(RunResults results) throws IOException {
    first.runDone(results);
    second.runDone(results);
  }
}
