package io.firenet.launcher.command.train;

import io.firenet.core.cache.VolumeCache;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.report.training.RunReports;
import io.firenet.core.report.training.ValidationLabels;
import io.firenet.core.training.RunMemory;
import io.firenet.core.training.RunSetup;
import io.firenet.core.training.SplitChoice;
import io.firenet.core.training.Trainer;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.Transfer;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.core.training.run.RunLock;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.launcher.argument.DataArgument;
import io.firenet.launcher.argument.FolderDatasets;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.FirenetVersion;
import io.firenet.launcher.process.Interruption;
import io.firenet.launcher.stream.Count;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a network on one or more datasets. */
@Command(
    name = "train",
    description = {
      "Train one network on one or more datasets.",
      "",
      "Every epoch prints one line and writes a checkpoint. Ctrl-C stops; --resume goes on from the"
          + " last checkpoint. In the run's folder are progress.png, progress.csv and tensorboard/"
          + " with the course of it, worst/ with pictures of the worst validation cases, and in the"
          + " end results.md with every label's and case's result."
    },
    footer = {
      "",
      "Examples:",
      "  firenet train --data msd-hippocampus=data/Task04_Hippocampus --out runs/hippocampus",
      "  firenet train --out runs/hippocampus --resume",
      "  firenet train --data phantom --decoder my-head --plugins my-plugins --out runs/my-head",
      "  firenet train --from runs/hippocampus --data msd-heart=data/Task02_Heart --out runs/heart",
      "  firenet train --data msd-hippocampus=/data/Task04_Hippocampus --out /runs/hippocampus"
          + " --spark spark://head:7077 --spark-conf spark.executor.cores=16"
    })
public final class TrainCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description =
          DataArgument.DESCRIPTION
              + " May be repeated. With --resume: where a dataset of the run is now.")
  private List<DataArgument> data = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "The run's folder: settings, checkpoints, progress.")
  private Path out;

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description = {
        "Begin with the weights of another run: its trunk, and the stems and decoders of its"
            + " datasets that --data names again (all of them if there is no --data; one named"
            + " without a folder is where it was). Other datasets get new ones. Optimiser and"
            + " learning rate begin anew; settings are the other run's unless changed."
      })
  private @Nullable Path from;

  @Option(
      names = "--freeze-trunk",
      description = "With --from: leave the trunk as it is, train stems and decoders alone.")
  private boolean freezeTrunk;

  @Option(
      names = "--save-validation",
      description =
          "Keep the label maps of the validation cases, as the last validation segments them:"
              + " RUN/validation/DATASET/CASE.nii.gz.")
  private boolean saveValidation;

  @Option(names = "--resume", description = "Go on with the run in --out.")
  private boolean resume;

  @Mixin private DecoderOption decoder;
  @Mixin private NetworkOption network;
  @Mixin private TrainingSettings settings;
  @Mixin private SplitOptions splits;
  @Mixin private CacheOptions cacheOptions;
  @Mixin private DeviceOption device;
  @Mixin private AveragingOptions averaging;
  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    checkUsage();
    if (resume) {
      RunFolder.open(out);
    } else {
      RunFolder.create(out); // refuses one that holds a run
    }
    return plugins.with(this::work);
  }

  private int work(PluginRegistry registry) throws Exception {
    try (RunLock lock = RunLock.take(out, this::warn)) {
      return resume ? goOn(registry, lock) : start(registry, lock);
    }
  }

  private void warn(String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("firenet: warning: %s: taken over, %s".formatted(out, message));
    err.flush();
  }

  private void checkUsage() {
    if (averaging.given()) {
      averaging.settings(); // before anything is read
    }
    List<String> settled = new ArrayList<>(settings.settled());
    settled.addAll(splits.given());
    settled.addAll(decoder.given());
    if (resume && !settled.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--resume goes on with the run's own settings; leave out " + String.join(", ", settled));
    }
    if (resume && from != null) {
      throw new ParameterException(
          spec.commandLine(), "--from begins a new run and --resume goes on with one; choose");
    }
    if (freezeTrunk && from == null) {
      throw new ParameterException(
          spec.commandLine(), "--freeze-trunk needs a trained trunk; name its run with --from");
    }
    if (!resume && from == null && data.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "nothing to train on; name a dataset with --data NAME=DIR");
    }
  }

  private int start(PluginRegistry plugged, RunLock lock) throws Exception {
    Optional<Transfer> begun =
        from == null ? Optional.empty() : Optional.of(new Transfer(RunFolder.open(from)));
    PluginRegistry registry =
        FolderDatasets.declare(
            begun.map(transfer -> transfer.declaredOn(plugged)).orElse(plugged),
            DataArgument.sources(data),
            spec.commandLine().getOut()::println);
    RunMemory memory = averaging.given() ? RunMemory.OF_OTHERS : RunMemory.HERE;
    RunSetup setup = new RunSetup(registry, device.compute(), memory);
    String software = FirenetVersion.software();
    if (begun.isEmpty()) {
      TrainingConfig config =
          splits.apply(settings.apply(TrainingConfig.DEFAULT, registry, network.name()));
      Map<String, DatasetSource> sources = decoder.apply(DataArgument.sources(data));
      SplitChoice choice = splits.choice(sources.keySet());
      RunFolder run = RunFolder.create(out);
      return trainFresh(
          run, config, setup.start(run, config, sources, software, Optional.empty(), choice), lock);
    }
    Transfer transfer = begun.get();
    TrainingConfig config =
        splits.apply(
            settings.apply(transfer.settings(), registry, network.name()).toBuilder()
                .freezeTrunk(freezeTrunk)
                .build());
    Map<String, DatasetSource> sources =
        decoder.apply(transfer.sources(DataArgument.sources(data)));
    SplitChoice choice = splits.choice(sources.keySet());
    RunFolder run = RunFolder.create(out);
    List<TrainingDataset> datasets =
        setup.start(run, config, sources, software, Optional.of(transfer), choice);
    PrintWriter writer = spec.commandLine().getOut();
    writer.println(
        "the trunk%s is %s's".formatted(freezeTrunk ? ", which stays as it is," : "", from));
    for (TrainingDataset dataset : datasets) {
      boolean kept = transfer.keeps(dataset.descriptor());
      writer.println("%s: %s stem and decoder".formatted(dataset.name(), kept ? "keeps" : "new"));
      transfer
          .split(dataset)
          .ifPresent(split -> writer.println("%s: %s".formatted(dataset.name(), split.describe())));
    }
    return trainFresh(run, config, datasets, lock);
  }

  /** A run that fails before its first step leaves nothing in the way of the corrected command. */
  private int trainFresh(
      RunFolder run, TrainingConfig config, List<TrainingDataset> datasets, RunLock lock)
      throws IOException, InterruptedException {
    boolean[] begun = {false};
    TrainingListener first =
        new TrainingListener() {
          @Override
          public void stepDone(int epoch, int step, int steps, double loss) {
            begun[0] = true;
          }
        };
    try {
      return train(run, config, datasets, lock, first);
    } catch (InvalidDatasetException e) {
      throw e; // is told how to go on
    } catch (IOException | RuntimeException | Error e) {
      if (!begun[0]) {
        run.discard();
      }
      throw e;
    }
  }

  private int goOn(PluginRegistry registry, RunLock lock) throws Exception {
    RunFolder run = RunFolder.open(out);
    RunInfo info = run.info();
    Map<String, DatasetSource> moved = DataArgument.sources(data);
    moved.replaceAll((name, source) -> info.dataset(name).source(source));
    TrainingConfig config = settings.apply(info.config(), registry, network.name());
    List<TrainingDataset> datasets =
        new RunSetup(registry, device.compute()).reopen(run, config, moved);
    RunState state = run.checkpoints().latestState().orElse(RunState.START);
    int done = state.epochs();
    PrintWriter writer = spec.commandLine().getOut();
    if (done >= config.epochs() && run.hasResults(state)) {
      clearCache(cacheOptions.of(out));
      writer.printf(
          "nothing left to train: the run has done %s of %s epochs; --epochs N goes on to the"
              + " N-th%n",
          done, config.epochs());
      writer.flush();
      return ExitCode.OK;
    }
    if (done >= config.epochs()) {
      writer.printf("%s done, without results; what is left is the validation%n", epochs(state));
    }
    return train(run, config, datasets, lock, TrainingListener.SILENT);
  }

  private static String epochs(RunState state) {
    return Count.of(state.epochs(), "epoch");
  }

  private void clearCache(Optional<VolumeCache> cache) throws IOException {
    if (cache.isPresent()) {
      cacheOptions.clear(cache.get());
    }
  }

  private int train(
      RunFolder run,
      TrainingConfig config,
      List<TrainingDataset> datasets,
      RunLock lock,
      TrainingListener more)
      throws IOException, InterruptedException {
    try (RunLog log = RunLog.open(spec.commandLine().getOut(), run)) {
      return train(run, config, datasets, lock, more, log);
    }
  }

  private int train(
      RunFolder run,
      TrainingConfig config,
      List<TrainingDataset> datasets,
      RunLock lock,
      TrainingListener more,
      RunLog log)
      throws IOException, InterruptedException {
    PrintWriter writer = log.writer();
    for (TrainingDataset dataset : datasets) {
      DatasetIntroduction.print(dataset, !resume, writer);
    }
    writer.flush();
    try (TrainingProgress progress = new TrainingProgress(writer, config);
        Interruption interruption = new Interruption()) {
      Optional<VolumeCache> cache = cacheOptions.of(out);
      TrainingListener listener =
          progress
              .and(new RoundLog(log))
              .and(RunReports.of(run))
              .and(saveValidation ? new ValidationLabels(run) : TrainingListener.SILENT)
              .and(more);
      RunState before = run.checkpoints().latestState().orElse(RunState.START);
      boolean complete = run.hasResults(before);
      BooleanSupplier stop = () -> interruption.requested() || lock.lost();
      RunState state;
      try {
        Trainer trainer =
            new Trainer(config, datasets, run, cache, listener, stop).on(device.compute());
        state =
            averaging.given()
                ? averaging.train(trainer, run, config, device, cacheOptions, plugins, writer)
                : trainer.train();
      } catch (InterruptedException | RuntimeException | LinkageError e) {
        if (!interruption.requested()) { // else Spark, AWT and others refuse to go on
          throw e;
        }
        state = run.checkpoints().latestState().orElse(RunState.START);
      } catch (InvalidDatasetException e) {
        throw new InvalidDatasetException(
            "%s; once that is mended, go on with: firenet train --out %s --resume"
                .formatted(e.getMessage(), out),
            e);
      }
      progress.close();
      if (interruption.requested()) {
        writer.printf(
            "interrupted; %s kept, go on with: firenet train --out %s --resume%n",
            epochs(state), out);
        writer.flush();
        return ExitCode.INTERRUPTED;
      }
      if (lock.loss().isPresent()) {
        throw new IOException("%s: %s; %s kept".formatted(out, lock.loss().get(), epochs(state)));
      }
      clearCache(cache);
      if (complete && state.epochs() == before.epochs()) {
        writer.printf(
            Locale.ROOT,
            "nothing left to train: the run's time limit of %s minutes is used up after %s of %s"
                + " epochs; --minutes M goes on until M in all%n",
            config.minutes(),
            state.epochs(),
            config.epochs());
        writer.flush();
        return ExitCode.OK;
      }
      boolean cutShort = state.epochs() < config.epochs();
      if (cutShort) {
        writer.printf(
            Locale.ROOT,
            "ended by its time limit of %s minutes, after %s of %s epochs and %s steps; if that was"
                + " too short, go on with: firenet train --out %s --resume --minutes M%n",
            config.minutes(),
            state.epochs(),
            config.epochs(),
            state.steps(),
            out);
      }
      writer.printf(
          Locale.ROOT,
          (cutShort ? "time is up" : "done") + ": %s in %.1f minutes, %s; see %s%n",
          epochs(state),
          state.seconds() / 60,
          Double.isNaN(state.last().meanScore())
              ? "none validated"
              : String.format(Locale.ROOT, "mean validation score %.4f", state.last().meanScore()),
          out.resolve("progress.png"));
      writer.flush();
      return ExitCode.OK;
    }
  }
}
