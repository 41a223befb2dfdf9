package io.firenet.launcher.command.experiment;

import io.firenet.architecture.NetworkProvider;
import io.firenet.core.experiment.ExperimentSettings;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.run.NetworkChoice;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.launcher.command.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    if (!isAsItComes(config, plugins) && !chosen.contains(set.name())) {
      throw new ParameterException(
          spec.commandLine(),
          "--config has settings of network %s, which is not among those that are compared: %s; name it with --networks, or leave its settings out"
              .formatted(set.name(), String.join(",", chosen)));
    }
    return new ExperimentSettings(config, foldCount, foldsRun, chosen);
  }

  /** Whether the network has the settings that it or the recipe begins with. */
  private static boolean isAsItComes(TrainingConfig config, PluginRegistry plugins) {
    NetworkChoice set = config.network();
    NetworkProvider provider = plugins.network(set.name());
    return Stream.of(NetworkChoice.of(set.name()), config.recipe().network())
        .filter(each -> each.name().equals(set.name()))
        .anyMatch(each -> each.complete(provider).equals(set));
  }
}
