package io.firenet.core.training.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** This machine: its name, and its processes. */
public final class Host {

  private static final Path PROC = Path.of("/proc"); // of Linux
  private static final int START_AFTER_NAME = 19; // field 22 of proc(5); the name is the second

  private Host() {}

  /**
   * Its host name; {@code unknown} if it has none.
   *
   * @return never empty
   */
  public static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /**
   * Among which processes a process's number is one's: containers that share a host's name do not
   * share these, and neither do two starts of a machine.
   *
   * @return on Linux the start of the machine and the namespace of numbers, elsewhere nothing
   */
  static Optional<String> processes() {
    try {
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
      return Optional.of(boot + " " + Files.readSymbolicLink(PROC.resolve("self/ns/pid")));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * When a process started, in the same words whoever asks: on Linux by ticks since the machine's
   * start, since what a clock says of it changes with the clock.
   *
   * @return empty if it is not told
   */
  static Optional<String> startOf(ProcessHandle process) {
    if (processes().isEmpty()) {
      return process.info().startInstant().map(Instant::toString);
    }
    try {
      String stat = Files.readString(PROC.resolve(Long.toString(process.pid())).resolve("stat"));
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
      return afterName.length > START_AFTER_NAME
          ? Optional.of("tick " + afterName[START_AFTER_NAME])
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
