package io.firenet.launcher.command.experiment;

import io.firenet.core.cache.VolumeCache;
import io.firenet.core.data.ProgressListener;
import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.core.experiment.ExperimentListener;
import io.firenet.core.experiment.ExperimentRequest;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.ExperimentRunner;
import io.firenet.core.experiment.ExperimentSetup;
import io.firenet.core.experiment.RunOutcome;
import io.firenet.core.experiment.ScoreTable;
import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.report.experiment.ExperimentReport;
import io.firenet.core.report.training.RunReports;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.launcher.argument.FolderDatasets;
import io.firenet.launcher.cluster.Cluster;
import io.firenet.launcher.command.export.ExportedModels;
import io.firenet.launcher.command.train.CacheOptions;
import io.firenet.launcher.command.train.RunLog;
import io.firenet.launcher.command.train.TrainingProgress;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.FirenetVersion;
import io.firenet.launcher.process.Interruption;
import io.firenet.launcher.process.OneLineErrors;
import io.firenet.launcher.stream.Count;
import io.firenet.launcher.stream.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Works on an experiment and prints how it goes. */
final class ExperimentWork implements ExperimentListener, AutoCloseable {

  private final PrintWriter out;
  private final PrintWriter err;
  private @Nullable TrainingProgress training;
  private @Nullable Progress evaluation;
  private @Nullable PrintWriter log; // of the run that goes on, beside the user's

  ExperimentWork(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Makes an experiment, or opens it if it is there, and works on it; returns the exit code. */
  static int run(
      Path out,
      ExperimentRequest request,
      PluginRegistry plugins,
      WorkOptions options,
      CommandLine command)
      throws IOException, InterruptedException {
    PrintWriter writer = command.getOut();
    PluginRegistry all = FolderDatasets.declare(plugins, request.all(), writer::println);
    ExperimentFolder folder =
        new ExperimentSetup(all, FirenetVersion.software()).open(out, request, writer::println);
    return run(folder, all, options, command);
  }

  /** Works on an experiment until nothing is left; returns the exit code. */
  static int run(
      ExperimentFolder folder, PluginRegistry plugins, WorkOptions options, CommandLine command)
      throws IOException, InterruptedException {
    try (ExperimentWork work = new ExperimentWork(command.getOut(), command.getErr())) {
      ExperimentRunner.End end =
          options.cluster().given()
              ? work.runOnCluster(folder, options)
              : work.run(folder, plugins, options);
      return work.report(folder, options.cache(), end);
    }
  }

  private ExperimentRunner.End runOnCluster(ExperimentFolder folder, WorkOptions options)
      throws IOException {
    Path path = folder.path().toAbsolutePath().normalize();
    try (Cluster cluster = options.cluster().connect()) {
      line("%s runs on %s", folder.experiment().runs().size(), cluster);
      RunWork work =
          new RunWork(
              path.toString(),
              options.device().device(),
              options.cache().folder(path).map(Path::toString).orElse(null),
              options.cache().bytes(),
              options.plugins().ship(cluster));
      return new ClusterRuns(cluster, work, this::note).run(folder);
    }
  }

  private ExperimentRunner.End run(
      ExperimentFolder folder, PluginRegistry plugins, WorkOptions options)
      throws IOException, InterruptedException {
    try (Interruption interruption = new Interruption()) {
      return new ExperimentRunner(
              folder,
              plugins,
              options.device().compute(),
              options.cache().of(folder.path()),
              ExportedModels::open,
              FirenetVersion.software(),
              this,
              interruption::requested)
          .run();
    }
  }

  private int report(ExperimentFolder folder, CacheOptions cacheOptions, ExperimentRunner.End end)
      throws IOException {
    Path path = folder.path();
    close();
    if (end == ExperimentRunner.End.STOPPED) {
      line("interrupted; go on with: firenet experiment resume %s", path);
      return ExitCode.INTERRUPTED;
    }
    out.print(ScoreTable.of(folder.outcomes()));
    out.flush();
    OutputException.writing(path, () -> ExperimentReport.write(path));
    if (end == ExperimentRunner.End.FAILED) {
      int left = folder.experiment().runs().size() - folder.outcomes().size();
      err.println(
          "firenet: error: %s of %s runs failed or need one that did; once that is mended, go on with: firenet experiment resume %s"
              .formatted(left, folder.experiment().runs().size(), path));
      err.flush();
      return ExitCode.INTERNAL;
    }
    Optional<VolumeCache> cache = cacheOptions.of(path);
    if (cache.isPresent()) {
      cacheOptions.clear(cache.get());
    }
    line(
        "done: %s; see %s",
        Count.of(folder.experiment().runs().size(), "run"), path.resolve("report.html"));
    return ExitCode.OK;
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  @Override
  public synchronized void note(String line) {
    line("%s", line);
  }

  @Override
  public void runStarts(ExperimentRun run, int number, int of) {
    line(
        "run %s/%s: %s (%s, fold %s) on %s%s",
        number,
        of,
        run.id(),
        run.method(),
        run.fold(),
        String.join(", ", run.datasets()),
        run.from().map(" from "::concat).orElse(""));
  }

  @Override
  public TrainingListener training(ExperimentRun run, RunFolder folder, TrainingConfig config)
      throws IOException {
    close();
    log = RunLog.beside(out, folder);
    training = new TrainingProgress(log, config);
    return training.and(RunReports.of(folder));
  }

  @Override
  public ProgressListener evaluation(ExperimentRun run, String dataset) {
    closeBars();
    evaluation = new Progress("Evaluating " + dataset);
    return evaluation;
  }

  @Override
  public void runDone(RunOutcome outcome) {
    closeBars();
    int epochs = outcome.history().size();
    int planned = outcome.config().epochs();
    PrintWriter told = log == null ? out : log;
    told.printf(
        Locale.ROOT,
        "%s: done after %s %s%s%n",
        outcome.run().id(),
        epochs,
        epochs == 1 ? "epoch" : "epochs",
        epochs < planned
            ? " of %s, ended by the time limit of %s minutes"
                .formatted(planned, outcome.config().minutes())
            : "");
    told.flush();
    close();
  }

  @Override
  public void runFailed(ExperimentRun run, Throwable error) {
    close();
    err.println("firenet: error: %s failed: %s".formatted(run.id(), OneLineErrors.describe(error)));
    err.flush();
  }

  @Override
  public void close() {
    closeBars();
    if (log != null) {
      log.close();
      log = null;
    }
  }

  private void closeBars() {
    if (training != null) {
      training.close();
    }
    if (evaluation != null) {
      evaluation.close();
    }
  }
}
