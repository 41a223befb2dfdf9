package io.firenet.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has in memory, as Linux counts it. */
final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Bytes now, what Java can do without being given back. */
  static long now() throws IOException {
    System.gc();
    return field("VmRSS:");
  }

  /** The most bytes since {@link #forget}. */
  static long peak() throws IOException {
    return field("VmHWM:");
  }

  /** Forgets the peak so far. */
  static void forget() throws IOException {
    assumeTrue(Files.exists(STATUS), "resident memory is read from " + STATUS);
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
  }

  private static long field(String name) throws IOException {
    assumeTrue(Files.exists(STATUS), "resident memory is read from " + STATUS);
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
