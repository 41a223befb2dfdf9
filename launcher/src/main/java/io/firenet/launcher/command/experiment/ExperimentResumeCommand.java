package io.firenet.launcher.command.experiment;

import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.command.train.CacheOptions;
import io.firenet.launcher.command.train.DeviceOption;
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
    footer = {"", "Example:", "  firenet experiment resume experiments/bones"})
public final class ExperimentResumeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The experiment's folder.")
  private Path folder;

  @Mixin private DeviceOption device;
  @Mixin private CacheOptions cache;
  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ExperimentFolder experiment = ExperimentFolder.open(folder);
    return plugins.with(
        registry -> ExperimentWork.run(experiment, registry, device, cache, spec.commandLine()));
  }
}
