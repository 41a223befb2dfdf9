package io.firenet.core.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The processor that this runs on. */
public final class Processor {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private Processor() {}

  /**
   * Its name as the system tells it, or {@code unknown}.
   *
   * @return such as {@code Intel(R) Xeon(R) Platinum 8481C}
   */
  public static String name() {
    try (Stream<String> lines = Files.lines(CPUINFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "unknown"); // Windows has it
    }
  }
}
