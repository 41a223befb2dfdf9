package io.firenet.core.training;

import io.firenet.core.cache.VolumeCache;
import io.firenet.core.engine.Compute;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.io.FileErrors;
import io.firenet.core.io.OutputException;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunResults;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.run.Work;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.EpochPlan;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.core.training.validation.ValidationRound;
import io.firenet.network.Network;
import io.firenet.preprocess.Preprocessor;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The training loop: each epoch trains on the cases of its {@link EpochPlan}, validates, and writes
 * a checkpoint. A step trains one case's head together with the shared trunk. A dataset of one
 * subject trains and is not validated.
 */
public final class Trainer {

  private final TrainingConfig config;
  private final List<TrainingDataset> datasets;
  private final RunFolder run;
  private final TrainingListener listener;
  private final BooleanSupplier stop;
  private final CaseCache cache;
  private final ValidationRound round;
  private final int usualCases; // validated in an epoch
  private final int allCases; // validated after the last one
  private final TrainingTime time;

  private Compute compute = Compute.here();
  private RunMemory room = RunMemory.HERE;
  private @Nullable Stepping stepping;
  private RunState state = RunState.START;
  private long steps; // of all epochs so far, this one included
  private @Nullable TrainingLosses lastLosses;

  /**
   * A trainer that keeps preprocessed cases in memory alone.
   *
   * @param config the run's settings
   * @param datasets what {@link RunSetup} has opened for them
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
    this(config, datasets, run, Optional.empty(), listener, stop);
  }

  /**
   * @param config the run's settings
   * @param datasets what {@link RunSetup} has opened for them
   * @param run where it writes; {@link RunFolder#writeInfo} and the splits must be there
   * @param disk keeps preprocessed cases, if there is one
   * @param listener told how it goes
   * @param stop asked after every step; true ends the training
   */
  public Trainer(
      TrainingConfig config,
      List<TrainingDataset> datasets,
      RunFolder run,
      Optional<VolumeCache> disk,
      TrainingListener listener,
      BooleanSupplier stop) {
    this.config = config;
    this.datasets = List.copyOf(datasets);
    this.run = run;
    this.listener = listener;
    this.stop = stop;
    this.cache = new CaseCache(new Preprocessor(config.preprocessing()), disk);
    this.round = new ValidationRound(this.datasets, cache, config, stop);
    this.usualCases = round.cases(false);
    this.allCases = round.cases(true);
    this.time = new TrainingTime(config, usualCases, allCases);
  }

  /**
   * Computes with this instead of what is best here.
   *
   * @param compute device and kernel library
   * @return this trainer
   */
  public Trainer on(Compute compute) {
    this.compute = compute;
    return this;
  }

  /**
   * Plans for this memory instead of all that is free here.
   *
   * @param memory what the run may take
   * @return this trainer
   */
  public Trainer within(RunMemory memory) {
    this.room = memory;
    return this;
  }

  /**
   * Lets the steps be done in another way than one after the other in this process.
   *
   * @param other does the steps of every epoch
   * @return this trainer
   */
  public Trainer stepping(Stepping other) {
    this.stepping = other;
    return within(RunMemory.OF_OTHERS);
  }

  /**
   * Trains until the epochs are done, the time is up or it is told to stop; goes on from the last
   * checkpoint of the run if there is one. A run whose last epoch is done and whose results are not
   * there, since its process was killed or the disk full, is validated and gets them.
   *
   * @return the state of the last complete epoch
   * @throws IOException if a case cannot be read
   * @throws OutputException if the run cannot be written; the checkpoint before stays whole
   * @throws DivergedException if the loss is no number for several steps in a row
   * @throws InterruptedException if this thread is interrupted; the last checkpoint stays
   */
  public RunState train() throws IOException, InterruptedException {
    try {
      return trainOrFinish();
    } catch (IOException e) {
      if (FileErrors.isInterruption(e)) {
        throw FileErrors.interruption(e);
      }
      throw e;
    } finally {
      cache.stopPrefetching(); // or a case might land on the disk when others have cleared it
    }
  }

  private RunState trainOrFinish() throws IOException, InterruptedException {
    Map<String, Network> networks = new LinkedHashMap<>();
    datasets.forEach(d -> networks.put(d.name(), d.network().build()));
    MemoryPlan memory = MemoryPlan.of(config, datasets, compute, room);
    listener.memoryPlanned(memory);
    try (TrainingEngine engine =
        new TrainingEngine(
            networks,
            config.seed(),
            memory.checkpointing(),
            config.precision(),
            compute,
            config.optimiser())) {
      var latest = run.checkpoints().latestState();
      if (latest.isPresent()) {
        state = latest.get();
        stepping().resume(run.checkpoints().resume(engine));
      }
      if (config.freezeTrunk()) {
        engine.freezeTrunk();
      }
      steps = state.steps();
      time.begin(state.seconds());
      boolean goesOn = state.epochs() < config.epochs() && !time.isUp(steps);
      if (!goesOn && state.epochs() > 0 && !run.hasResults(state)) {
        finish(engine);
      }
      while (goesOn) {
        goesOn = trainEpoch(engine);
      }
      return state;
    }
  }

  /** False after the last epoch, or if it was told to stop before the epoch's end. */
  private boolean trainEpoch(TrainingEngine engine) throws IOException, InterruptedException {
    int epoch = state.epochs() + 1;
    double start = time.seconds();
    EpochPlan plan =
        EpochPlan.draw(datasets, config.sampling(), config.stepsPerEpoch(), config.seed(), epoch);
    int planned = plan.steps().size();
    int done = 0;
    double rate = 0;
    double waitSeconds;
    Work work = Work.NONE;
    TrainingLosses losses = new TrainingLosses(lastLosses);
    lastLosses = losses;
    try (Stepping.Epoch running = stepping().begin(engine, plan, epoch, listener)) {
      while (done < planned && (done == 0 || !time.isUp(steps))) {
        RateSchedule rates = new RateSchedule(epoch, done, planned);
        for (Stepping.Step step : running.next(rates::after)) {
          if (losses.add(step.dataset(), step.loss())) {
            throw new DivergedException(run.path(), state.epochs(), config, step);
          }
          work = work.plus(Work.ofStep(step.size().voxels()));
          done++;
          steps++;
          time.stepTook((time.seconds() - start) * stepping().workers() / done);
          listener.stepDone(epoch, done, planned, step.loss());
        }
        rate = rates.last;
        if (stop.getAsBoolean()) {
          return false;
        }
      }
      running.finish();
      waitSeconds = running.waitSeconds();
    }
    boolean last = epoch == config.epochs() || time.isUp(steps);
    boolean all = last && time.allCasesFitAtEnd();
    var validation = ValidationRound.Results.NONE;
    if (last || (epoch % config.validateEvery() == 0 && validationFits(work))) {
      Optional<ValidationRound.Results> results = validate(engine, epoch, all);
      if (results.isEmpty()) {
        return false;
      }
      validation = results.get();
      last |= time.isUp(steps); // a validation on the way may take what time was left
    }
    EpochOutcome outcome = new EpochOutcome(datasets, losses, validation);
    EpochRecord record =
        outcome.record(epoch, waitSeconds, time.seconds() - start, rate, engine.toString(), work);
    state = state.with(record, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    write(engine, last ? Optional.of(results(validation, all)) : Optional.empty());
    return !last;
  }

  /** The learning rates of steps that are done next. */
  private final class RateSchedule {

    private final int epoch;
    private final int done;
    private final int planned;
    private final long stepsBefore = steps;
    private double last; // of the furthest step that was asked for
    private int furthest;

    RateSchedule(int epoch, int done, int planned) {
      this.epoch = epoch;
      this.done = done;
      this.planned = planned;
    }

    double after(int more) {
      double epochs = epoch - 1 + (double) (done + more) / planned;
      double rate = config.learningRateAt(time.progress(epochs, steps), stepsBefore + more);
      if (more >= furthest) { // several workers' steps are asked for in no order
        furthest = more;
        last = rate;
      }
      return rate;
    }
  }

  private Stepping stepping() {
    if (stepping == null) {
      stepping = new LocalStepping(config, cache, compute);
    }
    return stepping;
  }

  private Optional<ValidationRound.Results> validate(TrainingEngine engine, int epoch, boolean all)
      throws IOException {
    double start = time.seconds();
    int total = all ? allCases : usualCases;
    var results =
        engine.withAverages(
            () ->
                round.run(
                    engine,
                    all,
                    n -> listener.validationDone(epoch, n, total),
                    one -> listener.caseSegmented(epoch, one)));
    if (results.isPresent() && total > 0) {
      time.validationTook((time.seconds() - start) / total);
    }
    return results;
  }

  /** What a process did not come to that ended after the last checkpoint of the run. */
  private void finish(TrainingEngine engine) throws IOException {
    boolean all = time.allCasesFitAtEnd();
    Optional<ValidationRound.Results> validation = validate(engine, state.epochs(), all);
    if (validation.isPresent()) {
      report(Optional.of(results(validation.get(), all)));
    }
  }

  private RunResults results(ValidationRound.Results validation, boolean all) {
    return EpochOutcome.results(datasets, validation, state, dataset -> round.cases(dataset, all));
  }

  private void write(TrainingEngine engine, Optional<RunResults> results) throws IOException {
    OutputException.writing(
        run.path(), () -> run.checkpoints().write(engine, state, stepping().momentum()));
    report(results);
  }

  /** The results come last: a run that has those of its last epoch has all the rest. */
  private void report(Optional<RunResults> results) throws IOException {
    OutputException.writing(
        run.path(),
        () -> {
          run.writeProgress(state);
          listener.epochDone(state);
        });
    if (results.isPresent()) {
      listener.runDone(results.get());
      OutputException.writing(run.path(), () -> run.writeResults(results.get()));
    }
  }

  /**
   * Whether one more validation like the last one stays within its share of the run's work, which
   * unlike its time is the same when a run is repeated or goes on.
   *
   * @param epoch the work of this epoch's steps
   */
  private boolean validationFits(Work epoch) {
    double last =
        state.history().stream()
            .flatMap(record -> record.work().stream())
            .mapToDouble(Work::validation)
            .filter(validation -> validation > 0)
            .reduce(0, (earlier, later) -> later);
    Work after = state.work().plus(epoch).plus(new Work(0, last));
    return config.validationTime() == 0
        || last == 0
        || after.validationShare() <= config.validationTime();
  }
}
