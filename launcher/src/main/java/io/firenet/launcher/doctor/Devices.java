package io.firenet.launcher.doctor;

import io.firenet.core.engine.Compute;
import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.kernel.KernelLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The kernel libraries of this build and the devices that each can train on. */
final class Devices {

  private static final double GIB = 1 << 30;

  private Devices() {}

  static List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    for (KernelLibrary library : Compute.libraries()) {
      findings.addAll(examine(library));
    }
    findings.add(NativeLibraries.load("training", () -> "takes " + Compute.here()));
    return findings;
  }

  static List<Finding> examine(KernelLibrary library) {
    String subject = "kernels " + library.name();
    if (library.unusable().isPresent()) {
      return List.of(
          Finding.bad(
              subject,
              library.unusable().get(),
              "training takes another library; see launcher/docs/devices.md"));
    }
    return library.devices().stream().map(device -> finding(subject, library, device)).toList();
  }

  private static Finding finding(String subject, KernelLibrary library, Device device) {
    if (device.unusable().isPresent()) {
      return Finding.bad(
          subject,
          "--device %s, %s: %s".formatted(device.name(), device.title(), device.unusable().get()),
          "see launcher/docs/devices.md");
    }
    StringBuilder detail =
        new StringBuilder("--device %s, %s".formatted(device.name(), device.title()));
    device
        .memoryBytes()
        .ifPresent(
            bytes ->
                detail.append(
                    String.format(
                        Locale.ROOT,
                        ", %.1f GiB, %.1f free",
                        bytes / GIB,
                        device.freeBytes().orElse(0) / GIB)));
    if (library.acceleratesBfloat16(device)) {
      detail.append(", fast in bfloat16");
    }
    return Finding.good(subject, detail.toString());
  }
}
