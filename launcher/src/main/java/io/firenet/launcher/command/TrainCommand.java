package io.firenet.launcher.command;

import io.firenet.core.io.RecordJson;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.RunFolder;
import io.firenet.core.training.RunSetup;
import io.firenet.core.training.RunState;
import io.firenet.core.training.Trainer;
import io.firenet.core.training.TrainingConfig;
import io.firenet.core.training.TrainingDataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.launcher.DataArgument;
import io.firenet.launcher.ExitCode;
import io.firenet.launcher.FirenetVersion;
import io.firenet.launcher.PluginFolders;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      "Every epoch prints one line, updates progress.png and writes a checkpoint. Ctrl-C stops;"
          + " --resume goes on from the last checkpoint."
    },
    footer = {
      "",
      "Examples:",
      "  firenet train --data msd-hippocampus=data/Task04_Hippocampus --out runs/hippocampus",
      "  firenet train --out runs/hippocampus --resume"
    })
public final class TrainCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description = DataArgument.DESCRIPTION + " May be repeated.")
  private List<DataArgument> data = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "The run's folder: settings, checkpoints, progress.")
  private Path out;

  @Option(
      names = "--config",
      paramLabel = "FILE.json",
      description = "Settings that differ from the defaults; a run's run.json shows all of them.")
  private @Nullable Path configFile;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs to train, 50 by default.")
  private @Nullable Integer epochs;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "Most time to train, over all resumed parts; the learning rate follows it.")
  private @Nullable Double minutes;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random.")
  private @Nullable Long seed;

  @Option(names = "--resume", description = "Go on with the run in --out.")
  private boolean resume;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    checkUsage();
    return plugins.with(registry -> resume ? goOn(registry) : start(registry));
  }

  private void checkUsage() {
    boolean settings = configFile != null || seed != null || !data.isEmpty();
    if (resume && settings) {
      throw new ParameterException(
          spec.commandLine(),
          "--resume goes on with the run's own settings; leave out --data, --config and --seed");
    }
    if (!resume && data.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "nothing to train on; name a dataset with --data NAME=DIR");
    }
    if (minutes != null && !(minutes > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--minutes must be positive, got " + minutes);
    }
  }

  private int start(PluginRegistry registry) throws Exception {
    TrainingConfig config = config();
    Map<String, DatasetSource> sources = new LinkedHashMap<>();
    for (DataArgument argument : data) {
      DatasetSource source = argument.source();
      Path folder = source.folder().map(Path::toAbsolutePath).map(Path::normalize).orElse(null);
      DatasetSource absolute = new DatasetSource(Optional.ofNullable(folder), source.options());
      if (sources.put(argument.name(), absolute) != null) {
        throw new ParameterException(
            spec.commandLine(), "dataset '%s' is given twice".formatted(argument.name()));
      }
    }
    RunFolder run = RunFolder.create(out);
    List<TrainingDataset> datasets =
        new RunSetup(registry).start(run, config, sources, FirenetVersion.software());
    return train(run, config, datasets);
  }

  private int goOn(PluginRegistry registry) throws Exception {
    RunFolder run = RunFolder.open(out);
    TrainingConfig config = withLimits(run.info().config());
    return train(run, config, new RunSetup(registry).reopen(run));
  }

  private int train(RunFolder run, TrainingConfig config, List<TrainingDataset> datasets)
      throws IOException, InterruptedException {
    PrintWriter writer = spec.commandLine().getOut();
    for (TrainingDataset dataset : datasets) {
      writer.printf(
          "%s: %d cases to train on, %d to validate on%n",
          dataset.name(), dataset.split().training().size(), dataset.split().validation().size());
    }
    writer.flush();
    try (TrainingProgress progress = new TrainingProgress(writer, config.epochs());
        Interruption interruption = new Interruption()) {
      RunState state =
          new Trainer(config, datasets, run, progress, interruption::requested).train();
      progress.close();
      if (interruption.requested()) {
        writer.printf(
            "interrupted; %d epochs are kept, go on with: firenet train --out %s --resume%n",
            state.epochs(), out);
        writer.flush();
        return ExitCode.INTERRUPTED;
      }
      writer.printf(
          "done: %d epochs in %.1f minutes, best in epoch %d; see %s%n",
          state.epochs(), state.seconds() / 60, state.bestEpoch(), out.resolve("progress.png"));
      writer.flush();
      return ExitCode.OK;
    }
  }

  private TrainingConfig config() throws IOException {
    TrainingConfig config = TrainingConfig.DEFAULT;
    if (configFile != null) {
      try (JsonReader reader = Json.createReader(Files.newInputStream(configFile))) {
        config = RecordJson.read(config, reader.readObject());
      } catch (JsonException | IllegalArgumentException e) {
        throw new ParameterException(
            spec.commandLine(), "%s: %s".formatted(configFile, e.getMessage()), e);
      }
    }
    return withLimits(seed == null ? config : config.withSeed(seed));
  }

  private TrainingConfig withLimits(TrainingConfig config) {
    TrainingConfig limited = epochs == null ? config : config.withEpochs(epochs);
    return minutes == null ? limited : limited.withMinutes(minutes);
  }
}
