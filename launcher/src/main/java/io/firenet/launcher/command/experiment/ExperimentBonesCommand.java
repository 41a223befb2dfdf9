package io.firenet.launcher.command.experiment;

import io.firenet.core.experiment.Experiment;
import io.firenet.core.experiment.ExperimentRequest;
import io.firenet.launcher.argument.DataArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The paper's first experiment. */
@Command(
    name = "bones",
    description = {
      "Bones of several joints at once, with and without pre-training; three folds by subject.",
      "",
      "First each network trains on the datasets of --pretrain. Then FIRENet trains on those of"
          + " --data, from random weights (FIRENet-R) and from the trunk that was pre-trained in the"
          + " same fold (FIRENet-T), and a network that takes one dataset only, such as nnunet-plain, on"
          + " all of them pooled into one."
    },
    footer = {
      "",
      "Example:",
      "  firenet experiment bones --pretrain prostate-mr:labels=folder=data/Prostate_T2"
          + " --data msk-hip=data/Bones_Hip --data msk-knee=data/Bones_Knee"
          + " --networks firenet --epochs 10 --out experiments/bones"
    })
public final class ExperimentBonesCommand implements Callable<Integer> {

  private static final int FOLDS = 3;

  @Option(
      names = "--pretrain",
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description = "A dataset to pre-train with, such as prostate-mr=DIR. May be repeated.")
  private List<DataArgument> pretraining = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description = DataArgument.DESCRIPTION + " May be repeated.")
  private List<DataArgument> data = new ArrayList<>();

  @Option(
      names = "--folds",
      defaultValue = "3",
      paramLabel = "N",
      description = "Run the first N of the three folds; 3 by default.")
  private int folds;

  @Mixin private ExperimentOptions options;
  @Mixin private WorkOptions work;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (folds < 1 || folds > FOLDS) {
      throw new ParameterException(spec.commandLine(), "--folds must be 1 to 3, got " + folds);
    }
    if (pretraining.isEmpty() && data.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "nothing to train on; name datasets with --pretrain and --data");
    }
    return work.plugins()
        .with(
            registry -> {
              ExperimentRequest request =
                  new ExperimentRequest(
                      Experiment.Kind.BONES,
                      options.settings(registry, FOLDS, folds, PaperNetworks.BONES),
                      DataArgument.sources(pretraining),
                      DataArgument.sources(data));
              return ExperimentWork.run(options.out(), request, registry, work, spec.commandLine());
            });
  }
}
