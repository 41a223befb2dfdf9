package io.firenet.core.training;

import io.firenet.core.engine.Precision;
import io.firenet.core.training.run.RunException;
import io.firenet.core.training.run.TrainingConfig;
import java.nio.file.Path;

/** A training whose loss has been no number for several steps in a row: its weights are lost. */
public final class DivergedException extends RunException {

  private static final long serialVersionUID = 1L;

  /**
   * @param run the run's folder
   * @param epochs how many are done, the last of which is the checkpoint that stays
   * @param config the run's settings
   * @param last the last of the steps without a loss
   */
  DivergedException(Path run, int epochs, TrainingConfig config, Stepping.Step last) {
    super(
        "%s: the training diverged in epoch %s: the loss has been no number for %s steps, last at case %s of dataset %s; %s a \"learningRate\" in --config below %s%s"
            .formatted(
                run,
                epochs + 1,
                TrainingLosses.MAX_BAD_STEPS,
                last.caseId(),
                last.dataset(),
                epochs == 0
                    ? "train anew with"
                    : "the checkpoint of epoch %s stays, --resume goes on from it with the same settings; to change them begin another run with --from %s and"
                        .formatted(epochs, run),
                config.learningRate(),
                config.precision() == Precision.F32 ? "" : " or with --precision f32"));
  }
}
