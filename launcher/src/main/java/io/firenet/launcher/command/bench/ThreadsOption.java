package io.firenet.launcher.command.bench;

import io.firenet.core.engine.ComputeThreads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many threads are measured. */
final class ThreadsOption {

  @Option(names = "--threads", paramLabel = "N", description = "Threads; default: one per core.")
  private @Nullable Integer threads;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Makes this thread compute with as many threads as asked for, and says how many. */
  int use() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be at least 1, got " + threads);
    }
    ComputeThreads.limit(threads);
    return threads;
  }
}
