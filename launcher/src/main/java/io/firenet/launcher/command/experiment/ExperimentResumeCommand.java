package io.firenet.launcher.command.experiment;

import io.firenet.core.experiment.ExperimentFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Does what is left of an experiment. */
@Command(
    name = "resume",
    description = {
      "Do what is left of an experiment or a cross-validation, with its own settings.",
      "",
      "Also adds this process to others that work on the folder."
    },
    footer = {
      "",
      "Examples:",
      "  firenet experiment resume experiments/bones",
      "  firenet experiment resume /shared/bones --spark spark://head:7077"
          + " --spark-conf spark.executor.cores=8"
    })
public final class ExperimentResumeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The experiment's folder.")
  private Path folder;

  @Mixin private WorkOptions work;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ExperimentFolder experiment = ExperimentFolder.open(folder);
    return work.plugins()
        .with(registry -> ExperimentWork.run(experiment, registry, work, spec.commandLine()));
  }
}
