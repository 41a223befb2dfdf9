package io.firenet.core.experiment;

import io.firenet.core.cache.VolumeCache;
import io.firenet.core.engine.Compute;
import io.firenet.core.io.FileErrors;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.RunMemory;
import io.firenet.core.training.run.LockHolder;
import io.firenet.core.training.run.RunLock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Works on an experiment until all its runs are done, together with whatever other processes do the
 * same. A run that another process works on is left to it; one whose process has died is taken
 * over. A run that fails is written down and the others go on.
 */
public final class ExperimentRunner {

  private static final long POLL_MILLIS = 500;

  private final ExperimentFolder folder;
  private final Experiment experiment;
  private final RunExecution execution;
  private final ExperimentListener listener;
  private final BooleanSupplier stop;
  private final Instant startedAt = Instant.now();

  /**
   * @param folder the experiment's
   * @param plugins the datasets, decoders and networks
   * @param compute what trains
   * @param cache keeps preprocessed cases, if there is one
   * @param models loads exported models
   * @param software name and version of what trains
   * @param listener told how it goes
   * @param stop asked often; true ends the work at the next good point
   * @throws IOException if the experiment cannot be read
   */
  public ExperimentRunner(
      ExperimentFolder folder,
      PluginRegistry plugins,
      Compute compute,
      Optional<VolumeCache> cache,
      SegmentationModel.Opener models,
      String software,
      ExperimentListener listener,
      BooleanSupplier stop)
      throws IOException {
    this.folder = folder;
    this.experiment = folder.experiment();
    this.execution =
        new RunExecution(folder, experiment, plugins, compute, cache, models, software, listener);
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Plans runs for this memory instead of all that is free here.
   *
   * @param memory what a run may take
   * @return this
   */
  public ExperimentRunner within(RunMemory memory) {
    execution.within(memory);
    return this;
  }

  /** How the work ended. */
  public enum End {
    /** Every run is done. */
    DONE,
    /** Every run is done or failed, or needs one that failed. */
    FAILED,
    /** It was told to stop. */
    STOPPED
  }

  /**
   * Works until nothing is left.
   *
   * @return whether all is done, something failed, or it was told to stop
   * @throws IOException if the folder cannot be read or a lock not be written
   * @throws InterruptedException if this thread is interrupted; what is done stays
   */
  public End run() throws IOException, InterruptedException {
    return run(experiment.runs());
  }

  /**
   * Works on one run until that is done or has failed; one that another process works on is waited
   * for, and taken over if that process dies.
   *
   * @param id of the run; what it begins with must be done
   * @return whether it is done, failed, or it was told to stop
   * @throws IOException as {@link #run()}
   * @throws InterruptedException if this thread is interrupted; what is done stays
   */
  public End run(String id) throws IOException, InterruptedException {
    return run(List.of(experiment.run(id)));
  }

  private End run(List<ExperimentRun> runs) throws IOException, InterruptedException {
    Map<String, String> waitingFor = new HashMap<>();
    while (true) {
      boolean worked = false;
      List<ExperimentRun> left = new ArrayList<>();
      for (ExperimentRun run : runs) {
        if (folder.isDone(run.id()) || isFailed(run)) {
          continue;
        }
        left.add(run);
        if (isReady(run)) {
          worked |= tryWork(run, waitingFor);
        }
        if (stop.getAsBoolean()) {
          return End.STOPPED;
        }
      }
      if (left.isEmpty()) {
        return runs.stream().allMatch(run -> folder.isDone(run.id())) ? End.DONE : End.FAILED;
      }
      if (!worked) {
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  /** Whether it, or what it needs, has failed since this began. */
  private boolean isFailed(ExperimentRun run) throws IOException {
    Optional<ExperimentFolder.Failure> failure = folder.failure(run.id());
    if (failure.isPresent() && !Instant.parse(failure.get().at()).isBefore(startedAt)) {
      return true;
    }
    return run.from().isPresent() && isFailed(experiment.run(run.from().get()));
  }

  private boolean isReady(ExperimentRun run) {
    return run.from().isEmpty() || folder.isDone(run.from().get());
  }

  /** False if another process works on it. */
  private boolean tryWork(ExperimentRun run, Map<String, String> waitingFor)
      throws IOException, InterruptedException {
    Optional<RunLock> taken =
        RunLock.tryTake(
            folder.lockFile(run.id()),
            reason -> listener.note("%s: taken over, %s".formatted(run.id(), reason)));
    if (taken.isEmpty()) {
      Optional<LockHolder> holder = RunLock.holder(folder.lockFile(run.id()));
      if (holder.isPresent()
          && !holder.get().toString().equals(waitingFor.put(run.id(), holder.get().toString()))) {
        listener.note("%s: %s".formatted(run.id(), holder.get().works()));
      }
      return false;
    }
    try (RunLock lock = taken.get()) {
      if (!folder.isDone(run.id())) { // another process may have ended it just now
        work(run, lock);
      }
    }
    return true;
  }

  private void work(ExperimentRun run, RunLock lock) throws IOException, InterruptedException {
    listener.runStarts(run, experiment.runs().indexOf(run) + 1, experiment.runs().size());
    try {
      Optional<RunOutcome> outcome =
          execution.execute(run, () -> stop.getAsBoolean() || lock.lost());
      if (lock.loss().isPresent()) {
        listener.note("%s: given up: %s".formatted(run.id(), lock.loss().get()));
      } else if (outcome.isPresent()) {
        folder.writeOutcome(outcome.get());
        listener.runDone(outcome.get());
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | Error e) { // whatever one run dies of, the others can go on
      if (stop.getAsBoolean()) { // the process ends, which may show in any way: nothing has failed
        listener.note("%s: interrupted".formatted(run.id()));
        return;
      }
      if (FileErrors.isInterruption(e)) {
        throw FileErrors.interruption(e);
      }
      String message = e.getMessage() == null ? e.toString() : FileErrors.describe(e);
      folder.writeFailure(
          run.id(),
          new ExperimentFolder.Failure(
              message.lines().findFirst().orElse(""), Instant.now().toString()));
      listener.runFailed(run, e);
    }
  }
}
