package io.firenet.core.training;

import io.firenet.core.dl4j.Head;
import io.firenet.core.dl4j.TrainingEngine;
import io.firenet.core.io.OutputException;
import io.firenet.core.report.EpochRecord;
import io.firenet.core.report.Score;
import io.firenet.dataset.Case;
import io.firenet.network.Network;
import io.firenet.preprocess.Preprocessor;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The training loop: each epoch trains on the cases of its {@link EpochPlan}, validates, and writes
 * a checkpoint. A step trains one case's head together with the shared trunk. A dataset of one
 * subject trains and is not validated.
 */
public final class Trainer {

  private static final double CACHE_SHARE = 0.4; // of the heap
  private static final int MAX_BAD_STEPS = 10;

  private final TrainingConfig config;
  private final List<TrainingDataset> datasets;
  private final RunFolder run;
  private final TrainingListener listener;
  private final BooleanSupplier stop;
  private final CaseCache cache;

  private RunState state = RunState.START;
  private long startNanos;
  private double validationSeconds;

  /**
   * @param run where it writes; {@link RunFolder#writeInfo} and the splits must be there
   * @param listener told how it goes
   * @param stop asked after every step; true ends the training
   */
  public Trainer(
      TrainingConfig config,
      List<TrainingDataset> datasets,
      RunFolder run,
      TrainingListener listener,
      BooleanSupplier stop) {
    this.config = config;
    this.datasets = List.copyOf(datasets);
    this.run = run;
    this.listener = listener;
    this.stop = stop;
    long cacheBytes = (long) (CACHE_SHARE * Runtime.getRuntime().maxMemory());
    this.cache = new CaseCache(new Preprocessor(config.preprocessing()), cacheBytes);
  }

  /**
   * Trains until the epochs are done, the time is up or it is told to stop; goes on from the last
   * checkpoint of the run if there is one.
   *
   * @return the state of the last complete epoch
   * @throws IOException if a case cannot be read
   * @throws OutputException if the run cannot be written; the checkpoint before stays whole
   * @throws IllegalStateException if the loss is no number for several steps in a row
   */
  public RunState train() throws IOException, InterruptedException {
    Map<String, Network> networks = new LinkedHashMap<>();
    datasets.forEach(d -> networks.put(d.name(), d.network(config.network())));
    try (TrainingEngine engine = new TrainingEngine(networks, config.seed())) {
      var latest = run.checkpoints().latestState();
      if (latest.isPresent()) {
        state = latest.get();
        run.checkpoints().resume(engine);
      }
      startNanos = System.nanoTime() - (long) (state.seconds() * 1e9);
      while (state.epochs() < config.epochs() && !timeIsUp() && trainEpoch(engine)) {
        OutputException.writing(
            run.path(),
            () -> {
              run.checkpoints().write(engine, state);
              run.writeProgress(state);
            });
        listener.epochDone(state.history().get(state.epochs() - 1));
      }
      return state;
    }
  }

  /** False if it was told to stop before the epoch's end. */
  private boolean trainEpoch(TrainingEngine engine) throws IOException, InterruptedException {
    int epoch = state.epochs() + 1;
    double start = seconds();
    EpochPlan plan =
        EpochPlan.draw(datasets, config.sampling(), config.stepsPerEpoch(), config.seed(), epoch);
    int steps = plan.steps().size();
    int done = 0;
    double lossSum = 0;
    int badSteps = 0;
    double rate = 0;
    try (SampleQueue samples = new SampleQueue(cache, config, plan)) {
      while (done < steps && !timeIsUp()) {
        Sample sample = samples.next();
        rate = config.learningRateAt(progress(epoch - 1 + (double) done / steps));
        Head head = engine.head(sample.dataset());
        double loss = head.step(sample.image(), sample.labels(), sample.size(), rate).finalOutput();
        badSteps = Double.isFinite(loss) ? 0 : badSteps + 1;
        if (badSteps == MAX_BAD_STEPS) {
          throw new IllegalStateException(
              "the loss has been no number for %d steps, last at %s of %s; lower the learning rate"
                  .formatted(badSteps, sample.caseId(), sample.dataset()));
        }
        lossSum += Double.isFinite(loss) ? loss : 0;
        done++;
        listener.stepDone(epoch, done, steps, loss);
        if (stop.getAsBoolean()) {
          return false;
        }
      }
    }
    double loss = lossSum / Math.max(1, done);
    boolean last = epoch == config.epochs() || timeIsUp();
    if (last || epoch % config.validateEvery() == 0) {
      return validate(engine, epoch, start, loss, rate);
    }
    finish(new EpochRecord(epoch, loss, Double.NaN, Map.of(), seconds() - start, rate));
    return true;
  }

  private void finish(EpochRecord epoch) {
    state = state.with(epoch, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private boolean validate(TrainingEngine engine, int epoch, double start, double loss, double rate)
      throws IOException {
    double validationStart = seconds();
    Map<TrainingDataset, List<Case>> cases = new LinkedHashMap<>();
    for (TrainingDataset dataset : datasets) {
      List<Case> chosen = dataset.validation(config.validationCases(), config.seed());
      if (!chosen.isEmpty()) {
        cases.put(dataset, chosen);
      }
    }
    int total = cases.values().stream().mapToInt(List::size).sum();
    int[] done = {0};
    Map<String, Score> scores = new LinkedHashMap<>();
    double lossSum = 0;
    int validated = 0;
    for (TrainingDataset dataset : cases.keySet()) {
      int before = done[0];
      Validation result =
          Validation.of(
              dataset,
              cases.get(dataset),
              engine.head(dataset.name()),
              cache,
              config,
              n -> {
                done[0] = before + n;
                listener.validationDone(epoch, done[0], total);
              });
      if (stop.getAsBoolean()) {
        return false;
      }
      scores.put(dataset.name(), result.score());
      if (Double.isFinite(result.loss())) {
        lossSum += result.loss();
        validated++;
      }
    }
    validationSeconds = seconds() - validationStart;
    EpochRecord record =
        new EpochRecord(
            epoch,
            loss,
            validated == 0 ? Double.NaN : lossSum / validated,
            scores,
            seconds() - start,
            rate);
    finish(record);
    return true;
  }

  /** Share of the run that is done, by epochs or by time, whichever is further. */
  private double progress(double epochs) {
    double byEpochs = epochs / config.epochs();
    return config.minutes() == 0 ? byEpochs : Math.max(byEpochs, seconds() / trainingSeconds());
  }

  private boolean timeIsUp() {
    return config.minutes() > 0 && seconds() >= trainingSeconds();
  }

  /** The time limit less what the last validation will take. */
  private double trainingSeconds() {
    return Math.max(1, 60 * config.minutes() - validationSeconds);
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
