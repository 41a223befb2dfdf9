package io.firenet.core.experiment;

import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.TrainingConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of an experiment came to. Written when it is done: a run that has one is done.
 *
 * @param run what it was
 * @param config its settings
 * @param history losses, validation scores by dataset and time of every epoch
 * @param bestEpoch the epoch of the best mean score; 0 if none was validated
 * @param steps training steps in all
 * @param trainingSeconds time of all epochs, validation in between included
 * @param stepSeconds mean time of a training step with what it waited for data, the first step of
 *     each epoch left out; NaN if there was no other
 * @param evaluationSeconds time to evaluate the exported models
 * @param peakMemoryBytes the most memory that the process held while it trained; 0 where the system
 *     does not tell. Of a resumed run that of the process that ended it
 * @param parameters number of weights of the exported network by dataset
 * @param cases every label of every validation case, from the exported models
 * @param examples pictures of cases
 * @param environment what it was computed with, in the end
 * @param finishedAt when, ISO 8601, UTC
 */
public record RunOutcome(
    ExperimentRun run,
    TrainingConfig config,
    List<EpochRecord> history,
    int bestEpoch,
    long steps,
    double trainingSeconds,
    double stepSeconds,
    double evaluationSeconds,
    long peakMemoryBytes,
    Map<String, Long> parameters,
    List<CaseResult> cases,
    List<ExampleSlices> examples,
    Environment environment,
    String finishedAt) {

  public RunOutcome {
    history = List.copyOf(history);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    cases = List.copyOf(cases);
    examples = List.copyOf(examples);
  }
}
