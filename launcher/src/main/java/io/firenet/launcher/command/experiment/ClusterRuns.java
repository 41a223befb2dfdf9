package io.firenet.launcher.command.experiment;

import io.firenet.core.experiment.Experiment;
import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.ExperimentRunner.End;
import io.firenet.launcher.cluster.Cluster;
import io.firenet.launcher.process.OneLineErrors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The runs of an experiment, each done by a worker of a cluster; one that begins with another's
 * weights when that is done. The folder stays the truth: it is asked what is done.
 */
record ClusterRuns(Cluster cluster, RunWork work, Consumer<String> tell) {

  /** Has done what is left; returns how that ended. */
  End run(ExperimentFolder folder) throws IOException {
    Experiment experiment = folder.experiment();
    Map<String, CompletableFuture<Boolean>> runs = new LinkedHashMap<>();
    AtomicBoolean stopped = new AtomicBoolean();
    for (ExperimentRun run : experiment.runs()) {
      if (folder.outcome(run.id()).isPresent()) {
        runs.put(run.id(), CompletableFuture.completedFuture(true));
        continue;
      }
      CompletableFuture<Boolean> ready =
          run.from().map(runs::get).orElse(CompletableFuture.completedFuture(true));
      runs.put(
          run.id(),
          ready.thenCompose(
              done ->
                  done
                      ? cluster.submit(run.id(), work).handle((is, e) -> told(run, is, e, stopped))
                      : CompletableFuture.completedFuture(false)));
    }
    boolean all = true;
    for (CompletableFuture<Boolean> run : runs.values()) {
      all &= run.join();
    }
    if (stopped.get()) {
      return End.STOPPED;
    }
    return all ? End.DONE : End.FAILED;
  }

  private boolean told(
      ExperimentRun run, @Nullable Boolean done, @Nullable Throwable error, AtomicBoolean stopped) {
    if (error != null) {
      Throwable cause = error instanceof CompletionException ? error.getCause() : error;
      if (cause instanceof InterruptedException) {
        stopped.set(true);
        return false;
      }
      tell.accept(
          "%s failed: %s"
              .formatted(run.id(), OneLineErrors.describe(cause == null ? error : cause)));
      return false;
    }
    boolean is = Boolean.TRUE.equals(done);
    tell.accept(run.id() + (is ? ": done" : ": failed; 'experiment status' says why"));
    return is;
  }
}
