package io.firenet.launcher.command.train;

import io.firenet.core.engine.Compute;
import io.firenet.launcher.argument.OptionGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where training is computed. */
@OptionGroup("Machine")
public final class DeviceOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda|cuda:N",
      defaultValue = Compute.AUTO,
      description =
          "Where training is computed: auto (default) takes a GPU if one can be used, else the"
              + " processor. 'firenet doctor' lists the devices.")
  private String device;

  /** As it was named. */
  public String device() {
    return device;
  }

  /** What to compute with; ends the command with what there is if that cannot be used. */
  public Compute compute() {
    try {
      return Compute.on(device);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
