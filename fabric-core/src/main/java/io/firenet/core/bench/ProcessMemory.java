package io.firenet.core.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Resident memory of this process, where Linux's {@code /proc} tells. */
public final class ProcessMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private ProcessMemory() {}

  /**
   * Starts a new peak from what is resident now.
   *
   * @throws IOException if the system refuses it
   */
  public static void resetPeak() throws IOException {
    if (Files.isWritable(CLEAR)) {
      Files.writeString(CLEAR, "5");
    }
  }

  /**
   * Bytes resident now.
   *
   * @return empty where the system does not tell
   * @throws IOException if what the system tells cannot be read
   */
  public static OptionalLong resident() throws IOException {
    return bytes("VmRSS:");
  }

  /**
   * The most bytes resident since the last reset.
   *
   * @return empty where the system does not tell
   * @throws IOException if what the system tells cannot be read
   */
  public static OptionalLong peak() throws IOException {
    return bytes("VmHWM:");
  }

  private static OptionalLong bytes(String key) throws IOException {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", ""))) // given in kB
        .findFirst();
  }
}
