package io.firenet.launcher.command.experiment;

import io.firenet.core.experiment.Experiment;
import io.firenet.core.experiment.ExperimentRequest;
import io.firenet.launcher.argument.DataArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The paper's second experiment. */
@Command(
    name = "msd",
    description = {
      "All given datasets at once, each with its own decoder; one split, 80/20 by subject.",
      "",
      "Each network trains on all of them in one run; one that takes one dataset only trains on each"
          + " in a run of its own."
    },
    footer = {
      "",
      "Example:",
      "  firenet experiment msd --data msd-hippocampus=data/Task04_Hippocampus"
          + " --data msd-heart=data/Task02_Heart --epochs 3 --out experiments/msd"
    })
public final class ExperimentMsdCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description = DataArgument.DESCRIPTION + " May be repeated.")
  private List<DataArgument> data = new ArrayList<>();

  @Mixin private ExperimentOptions options;
  @Mixin private WorkOptions work;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return work.plugins()
        .with(
            registry -> {
              ExperimentRequest request =
                  new ExperimentRequest(
                      Experiment.Kind.MSD,
                      options.settings(registry, 1, 1, PaperNetworks.MSD),
                      Map.of(),
                      DataArgument.sources(data));
              return ExperimentWork.run(options.out(), request, registry, work, spec.commandLine());
            });
  }
}
