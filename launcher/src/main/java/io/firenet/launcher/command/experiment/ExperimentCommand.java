package io.firenet.launcher.command.experiment;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands on experiments. */
@Command(
    name = "experiment",
    description = {
      "Run the paper's experiments, with other networks on the same splits.",
      "",
      "An experiment is a folder of runs. Those that are done are not repeated, those that were"
          + " interrupted go on, and several processes may work on one folder: start the same"
          + " command again, here or on another machine."
    },
    subcommands = {
      ExperimentBonesCommand.class,
      ExperimentMsdCommand.class,
      ExperimentResumeCommand.class,
      ExperimentStatusCommand.class,
      ExperimentReportCommand.class
    },
    footer = {
      "",
      "Example:",
      "  firenet experiment msd --data msd-hippocampus=data/Task04_Hippocampus --epochs 3 --out exp",
      "  firenet experiment status exp"
    })
public final class ExperimentCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command of 'experiment' is missing");
  }
}
