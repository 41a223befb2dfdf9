package io.firenet.core.experiment;

import com.sun.management.OperatingSystemMXBean;
import io.firenet.core.io.Processor;
import io.firenet.core.training.run.Host;
import java.lang.management.ManagementFactory;

/**
 * What a run was computed with.
 *
 * @param software name and version of this software
 * @param java the Java runtime
 * @param system operating system and architecture
 * @param processor the processor's name
 * @param cores cores that the process could use
 * @param memoryBytes memory of the machine
 * @param host name of the machine
 */
public record Environment(
    String software,
    String java,
    String system,
    String processor,
    int cores,
    long memoryBytes,
    String host) {

  /**
   * This process's.
   *
   * @param software name and version of what runs
   * @return Java, system, processor, cores and memory
   */
  public static Environment here(String software) {
    return new Environment(
        software,
        "%s %s".formatted(System.getProperty("java.vm.name"), Runtime.version()),
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        Processor.name(),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        Host.name());
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }
}
