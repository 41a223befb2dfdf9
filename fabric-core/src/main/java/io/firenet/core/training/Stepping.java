package io.firenet.core.training;

import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.training.run.Checkpoints;
import io.firenet.core.training.sample.EpochPlan;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * How the steps of an epoch are done: one after the other in this process, or many at a time by
 * several. The {@link Trainer} validates and writes what they come to.
 */
public interface Stepping {

  /**
   * Begins an epoch with the weights that an engine has.
   *
   * @param engine has the networks of all datasets
   * @param plan which dataset's turn each step is
   * @param number of the epoch, from 1
   * @param listener told of rounds, where there are such
   * @return the steps to be done, to be closed
   * @throws IOException if the workers cannot begin
   */
  Epoch begin(TrainingEngine engine, EpochPlan plan, int number, TrainingListener listener)
      throws IOException;

  /**
   * How many steps are done at a time.
   *
   * @return 1 where a step follows another
   */
  default int workers() {
    return 1;
  }

  /**
   * A momentum that weights have beside the optimiser's state and that must be in checkpoints, by
   * weight group as {@link Checkpoints} names them; empty if there is none.
   *
   * @return values of a weight group, in the order of its weights
   */
  default Map<String, float[]> momentum() {
    return Map.of();
  }

  /**
   * Takes the {@link #momentum} of the checkpoint that a run goes on from, before it begins.
   *
   * @param momentum by weight group; empty where the checkpoint has none
   */
  default void resume(Map<String, float[]> momentum) {}

  /**
   * A step that is done.
   *
   * @param dataset whose head it trained
   * @param caseId what it trained on
   * @param size of that, as the network saw it
   * @param loss before the update
   */
  record Step(String dataset, String caseId, GridSize size, double loss) {}

  /** The steps of one epoch. */
  interface Epoch extends AutoCloseable {

    /**
     * Does the next step, or several.
     *
     * @param rates the learning rate after so many more steps of the epoch, 0 for the next one;
     *     that of the furthest step asked for is told as the last one's
     * @return what was done, at least one step while there are any left
     * @throws IOException if a case cannot be read
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    List<Step> next(IntToDoubleFunction rates) throws IOException, InterruptedException;

    /**
     * Brings what the steps so far came to into the engine; asked before it is used.
     *
     * @throws IOException if what workers have come to cannot be had
     */
    default void finish() throws IOException {}

    /**
     * How long the steps stood still for want of data.
     *
     * @return seconds since the epoch began
     */
    double waitSeconds();

    @Override
    void close();
  }
}
