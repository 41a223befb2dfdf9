package io.firenet.launcher.command.experiment;

import io.firenet.core.experiment.ExperimentSettings;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.run.NetworkChoice;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.launcher.command.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that experiments share. */
final class ExperimentOptions {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "The experiment's folder. If it holds the same experiment, what is left of it is done.")
  private Path out;

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NAME",
      description =
          "The networks to compare, separated by commas; 'firenet networks' lists them. Default:"
              + " those that the paper compares.")
  private List<String> networks = new ArrayList<>();

  @Mixin private TrainingSettings training;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  Path out() {
    return out;
  }

  /**
   * The settings of an experiment.
   *
   * @param foldCount number of folds
   * @param foldsRun how many are run
   * @param usual the networks that are compared if none is named
   */
  ExperimentSettings settings(
      PluginRegistry plugins, int foldCount, int foldsRun, PaperNetworks usual) throws IOException {
    TrainingConfig config = training.apply(TrainingConfig.DEFAULT, plugins);
    List<String> chosen = networks;
    if (chosen.isEmpty()) {
      chosen = usual.names(plugins);
    }
    if (chosen.stream().distinct().count() < chosen.size()) {
      throw new ParameterException(
          spec.commandLine(), "--networks names one twice: " + String.join(",", chosen));
    }
    chosen.forEach(plugins::network);
    NetworkChoice set = config.network();
    boolean asItComes =
        NetworkChoice.of(set.name()).complete(plugins.network(set.name())).equals(set);
    if (!asItComes && !chosen.contains(set.name())) {
      throw new ParameterException(
          spec.commandLine(),
          "--config has settings of network %s, which is not among those that are compared: %s; name it with --networks, or leave its settings out"
              .formatted(set.name(), String.join(",", chosen)));
    }
    return new ExperimentSettings(config, foldCount, foldsRun, chosen);
  }
}
