package io.firenet.launcher.command.serve;

import io.firenet.launcher.argument.ByteSize;
import io.firenet.launcher.argument.PassOptions;
import io.firenet.runtime.PredictorOptions;
import io.firenet.server.Limits;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the server takes, and how its models compute. */
final class ServingLimits {

  @Mixin private PassOptions pass;

  @Option(
      names = "--upload-limit",
      paramLabel = "SIZE",
      defaultValue = "2G",
      converter = ByteSize.class,
      description = "Most bytes of a request, and of what an archive holds. Default: 2G.")
  private long uploadBytes;

  @Option(
      names = "--temporary-limit",
      paramLabel = "SIZE",
      defaultValue = "8G",
      converter = ByteSize.class,
      description = "Most bytes of all images and results that are kept on disk. Default: 8G.")
  private long temporaryBytes;

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "32",
      description = "Most jobs that wait, half of them of one caller. Default: ${DEFAULT-VALUE}.")
  private int queue;

  @Option(
      names = "--keep",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description =
          "How long images and results that nobody asks for are kept. Default: ${DEFAULT-VALUE}.")
  private int keepMinutes;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  PredictorOptions inference() {
    return pass.options();
  }

  Limits limits() {
    try {
      return Limits.usual()
          .withBytes(uploadBytes, temporaryBytes)
          .withQueue(queue)
          .withKeep(Duration.ofMinutes(keepMinutes));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
