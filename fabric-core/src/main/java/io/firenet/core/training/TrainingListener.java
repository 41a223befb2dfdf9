package io.firenet.core.training;

import io.firenet.core.training.run.RunResults;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.validation.SegmentedCase;
import java.io.IOException;

/** Told how a run goes; called by the thread that trains. */
public interface TrainingListener {

  /** Hears nothing. */
  TrainingListener SILENT = new TrainingListener() {};

  /**
   * The run fits into memory and begins.
   *
   * @param plan what each dataset's steps keep in memory
   */
  default void memoryPlanned(MemoryPlan plan) {}

  /**
   * A training step begins.
   *
   * @param epoch from 1
   * @param step from 1
   * @param steps steps of this epoch
   * @param dataset on a case of which it trains
   */
  default void stepBegins(int epoch, int step, int steps, String dataset) {}

  /**
   * A training step is done.
   *
   * @param epoch from 1
   * @param step from 1
   * @param steps steps of this epoch
   * @param loss of this step
   */
  default void stepDone(int epoch, int step, int steps, double loss) {}

  /**
   * A round of steps that several workers do side by side is done, before its steps are told.
   *
   * @param epoch from 1
   * @param round what it came to and how long it took
   */
  default void roundDone(int epoch, TrainingRound round) {}

  /**
   * A validation case is done; {@code done} of {@code total}.
   *
   * @param epoch from 1
   * @param done cases of all datasets that are done
   * @param total cases of all datasets that this validation has
   */
  default void validationDone(int epoch, int done, int total) {}

  /**
   * A validation case is segmented; cases that are answered as a whole are not told.
   *
   * @param epoch from 1
   * @param one the case, its labels and how well they went
   * @throws IOException if what is kept of it cannot be written
   */
  default void caseSegmented(int epoch, SegmentedCase one) throws IOException {}

  /**
   * An epoch is done and its checkpoint written.
   *
   * @param state the run's, whose last epoch this is
   * @throws IOException if what is kept of it cannot be written
   */
  default void epochDone(RunState state) throws IOException {}

  /**
   * The last epoch is done; once this is told everywhere, the results are written.
   *
   * @param results what each dataset came to
   * @throws IOException if what is kept of it cannot be written
   */
  default void runDone(RunResults results) throws IOException {}

  /**
   * Tells this one first, then another.
   *
   * @param other told of everything after this one
   * @return a listener that tells both
   */
  default TrainingListener and(TrainingListener other) {
    return new ListenerPair(this, other);
  }
}
