package io.firenet.launcher.command.serve;

import io.firenet.launcher.argument.ByteSize;
import io.firenet.runtime.PredictorOptions;
import io.firenet.runtime.PredictorOptions.Device;
import io.firenet.server.Limits;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the server takes, and how its models compute. */
final class ServingLimits {

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda|tensorrt|auto",
      defaultValue = "cpu",
      description = "Where the networks run. Default: ${DEFAULT-VALUE}.")
  private Device device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads of a pass on the CPU; default: one per core.")
  private int threads;

  @Option(
      names = "--memory-budget",
      paramLabel = "SIZE",
      defaultValue = "0",
      converter = ByteSize.class,
      description =
          "Most memory for models and the image that is worked on, such as 4G. Default: four fifths"
              + " of what the machine has free.")
  private long memoryBudget;

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
    return new PredictorOptions(device, threads).withMemoryBudget(memoryBudget);
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
