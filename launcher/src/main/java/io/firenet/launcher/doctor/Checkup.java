package io.firenet.launcher.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.firenet.core.plugin.TrustPolicy;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.host.FelixPluginHost;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at everything that training and prediction need from the machine. */
public final class Checkup {

  private static final double GIB = 1 << 30;

  /** One training step on 96³ voxels takes about 5 GiB; with the system around it, 8. */
  private static final double ENOUGH_MEMORY_GIB = 8;

  private Checkup() {}

  /** Everything, in the order in which a fault would show. */
  public static List<Finding> examine() {
    return Stream.of(
            Stream.of(java(), Processor.examine(), memory()),
            NativeLibraries.examine().stream(),
            Devices.examine().stream(),
            Stream.of(
                openMp(System.getenv("OMP_WAIT_POLICY")),
                plugins(PluginFolders.ownFolder()),
                writable("current folder", Path.of("").toAbsolutePath()),
                writable("temporary folder", Path.of(System.getProperty("java.io.tmpdir")))))
        .flatMap(part -> part)
        .toList();
  }

  private static Finding java() {
    String detail =
        "%s (%s), %s %s"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
    return Runtime.version().feature() >= 17
        ? Finding.good("Java", detail)
        : Finding.bad("Java", detail, "install Java 17 or later");
  }

  private static Finding memory() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double total = system.getTotalMemorySize() / GIB;
    String detail =
        String.format(
            Locale.ROOT,
            "%.1f GiB, %.1f free; Java's heap may take %.1f",
            total,
            system.getFreeMemorySize() / GIB,
            Runtime.getRuntime().maxMemory() / GIB);
    return total >= ENOUGH_MEMORY_GIB
        ? Finding.good("memory", detail)
        : Finding.bad(
            "memory", detail, "enough for small images only; training wants 8 GiB or more");
  }

  static Finding openMp(String policy) {
    return "PASSIVE".equalsIgnoreCase(policy)
        ? Finding.good("OMP_WAIT_POLICY", policy)
        : Finding.bad(
            "OMP_WAIT_POLICY",
            String.valueOf(policy),
            "start by the firenet script, or export OMP_WAIT_POLICY=PASSIVE: training runs several"
                + " times slower without");
  }

  static Finding plugins(Optional<Path> folder) {
    if (folder.isEmpty()) {
      return Finding.bad("plugin folder", "none", "start by the firenet script");
    }
    try {
      List<Path> jars = FelixPluginHost.jarsIn(folder.get());
      if (jars.isEmpty()) {
        return Finding.bad("plugin folder", folder.get() + " is empty", "put plugin jars there");
      }
      try (FelixPluginHost host = FelixPluginHost.start(jars, TrustPolicy.ofFolders())) {
        List<String> problems = host.inventory().problems();
        return problems.isEmpty()
            ? Finding.good("plugin folder", "%s, %s jars".formatted(folder.get(), jars.size()))
            : Finding.bad("plugin folder", problems.get(0), "see 'firenet plugins list'");
      }
    } catch (IOException e) {
      return Finding.bad(
          "plugin folder", folder.get() + " cannot be read", "build again with mvn package");
    }
  }

  static Finding writable(String subject, Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, "firenet", ".tmp"));
      return Finding.good(
          subject, String.format(Locale.ROOT, "%s, %.0f GiB free", folder, space(folder)));
    } catch (IOException e) {
      return Finding.bad(
          subject, folder + " cannot be written", "choose another or mend its permissions");
    }
  }

  private static double space(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace() / GIB;
  }
}
