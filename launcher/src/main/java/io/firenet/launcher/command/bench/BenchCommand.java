package io.firenet.launcher.command.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands that measure. */
@Command(
    name = "bench",
    description = "Measure how fast the default network trains or predicts on this machine.",
    subcommands = {BenchTrainCommand.class, BenchPredictCommand.class, BenchTuneCommand.class},
    footer = {"", "Example:", "  firenet bench train --shape 64,64,64"})
public final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command of 'bench' is missing");
  }
}
