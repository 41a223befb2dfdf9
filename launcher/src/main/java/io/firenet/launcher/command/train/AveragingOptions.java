package io.firenet.launcher.command.train;

import io.firenet.core.training.Trainer;
import io.firenet.core.training.averaging.AveragedStepping;
import io.firenet.core.training.averaging.AveragingSettings;
import io.firenet.core.training.averaging.OuterUpdate;
import io.firenet.core.training.averaging.ValueFormat;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.launcher.argument.ClusterOptions;
import io.firenet.launcher.argument.OptionGroup;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.cluster.Cluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of how workers train one network together. */
@OptionGroup("Cluster")
final class AveragingOptions {

  private static final String LOCAL_STEPS = "--local-steps";
  private static final String OUTER = "--outer";

  @Mixin private ClusterOptions cluster;

  @Option(
      names = LOCAL_STEPS,
      paramLabel = "N",
      description =
          "With --spark: steps of each worker between two averages of the weights; 1 averages their"
              + " gradients instead, which is the same as a larger batch. By default so many that"
              + " averaging takes a tenth of the time.")
  private @Nullable Integer localSteps;

  @Option(
      names = OUTER,
      paramLabel = "average|nesterov",
      defaultValue = "average",
      description =
          "With --spark: what is made of the workers' weights, their mean (default), or Nesterov"
              + " momentum over their changes as in DiLoCo, for long rounds.")
  private Outer outer = Outer.AVERAGE;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** What is made of the workers' weights. */
  enum Outer {
    AVERAGE(OuterUpdate.AVERAGE),
    NESTEROV(OuterUpdate.NESTEROV);

    private final OuterUpdate update;

    Outer(OuterUpdate update) {
      this.update = update;
    }
  }

  /**
   * Whether workers are to train.
   *
   * @throws ParameterException if other options need some
   */
  boolean given() {
    for (String option : List.of(LOCAL_STEPS, OUTER)) {
      if (!cluster.given() && spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(spec.commandLine(), option + " goes with --spark MASTER");
      }
    }
    return cluster.given();
  }

  /** How they are to train. */
  AveragingSettings settings() {
    if (localSteps != null && localSteps < 1) {
      throw new ParameterException(
          spec.commandLine(), "--local-steps must be 1 or more, got " + localSteps);
    }
    int steps = localSteps == null ? 0 : localSteps;
    try {
      return new AveragingSettings(
          steps, outer.update, steps == 1 ? ValueFormat.FLOAT32 : ValueFormat.BFLOAT16);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Trains by the workers of the cluster. */
  RunState train(
      Trainer trainer,
      RunFolder run,
      TrainingConfig config,
      DeviceOption device,
      CacheOptions cache,
      PluginFolders plugins,
      PrintWriter writer)
      throws IOException, InterruptedException {
    AveragingSettings how = settings();
    try (Cluster workers = cluster.connect()) {
      writer.println("training on " + workers);
      writer.flush();
      Path folder = run.path().toAbsolutePath().normalize();
      RoundWork work =
          new RoundWork(
              folder.toString(),
              UUID.randomUUID().toString(),
              device.device(),
              how.updatesPerStep(workers.workers()),
              cache.folder(folder).map(dir -> dir.toAbsolutePath().toString()).orElse(null),
              cache.bytes(),
              plugins.ship(workers));
      AveragedStepping stepping =
          new AveragedStepping(how, config.optimiser(), new ClusterCrew(workers, work));
      if (stepping.rateFactor() != 1) {
        writer.printf(
            Locale.ROOT,
            "each worker's learning rate is %s times the schedule's: its steps stand for as many%n",
            stepping.rateFactor());
      }
      return trainer.stepping(stepping).train();
    }
  }
}
