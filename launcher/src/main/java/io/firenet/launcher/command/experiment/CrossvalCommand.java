package io.firenet.launcher.command.experiment;

import io.firenet.core.experiment.Experiment;
import io.firenet.core.experiment.ExperimentRequest;
import io.firenet.core.experiment.ExperimentSettings;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.launcher.argument.DataArgument;
import io.firenet.launcher.command.train.NetworkOption;
import io.firenet.launcher.command.train.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains and evaluates one network on every fold. */
@Command(
    name = "crossval",
    description = {
      "Train one network on every fold of some datasets and evaluate it on what each fold kept.",
      "",
      "The folder is an experiment: what is done is not repeated, what was interrupted goes on, and"
          + " several processes may work on it. splits/ has the folds as nnU-Net's"
          + " splits_final.json."
    },
    footer = {
      "",
      "Example:",
      "  firenet crossval --data msd-hippocampus=data/Task04_Hippocampus --folds 5 --out cv",
      "  firenet experiment status cv"
    })
public final class CrossvalCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description = DataArgument.DESCRIPTION + " May be repeated.")
  private List<DataArgument> data = new ArrayList<>();

  @Option(
      names = "--folds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Number of folds, 5 by default.")
  private int folds;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "The cross-validation's folder. If it holds the same one, what is left of it is done.")
  private Path out;

  @Mixin private NetworkOption network;
  @Mixin private TrainingSettings training;
  @Mixin private WorkOptions work;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (folds < 2) {
      throw new ParameterException(spec.commandLine(), "--folds must be 2 or more, got " + folds);
    }
    return work.plugins()
        .with(
            registry -> {
              TrainingConfig config =
                  training.apply(TrainingConfig.DEFAULT, registry, network.name());
              ExperimentRequest request =
                  new ExperimentRequest(
                      Experiment.Kind.CROSSVAL,
                      new ExperimentSettings(
                          config, folds, folds, List.of(config.network().name())),
                      Map.of(),
                      DataArgument.sources(data));
              return ExperimentWork.run(out, request, registry, work, spec.commandLine());
            });
  }
}
