package io.firenet.machine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process can still get. */
public final class AvailableMemory {

  private static final Path LINUX = Path.of("/proc/meminfo");

  private AvailableMemory() {}

  /**
   * {@return bytes that are free or can be freed by the system, within the limits of a container}
   * What this process holds already is not among them.
   */
  public static long bytes() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long free = system.getFreeMemorySize(); // the container's, if there is one
    try {
      long available = field("MemAvailable:");
      boolean limited = system.getTotalMemorySize() < field("MemTotal:");
      return limited ? Math.min(free, available) : available;
    } catch (IOException e) {
      return free; // not Linux
    }
  }

  private static long field(String name) throws IOException {
    for (String line : Files.readAllLines(LINUX)) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException(LINUX + " has no " + name);
  }
}
