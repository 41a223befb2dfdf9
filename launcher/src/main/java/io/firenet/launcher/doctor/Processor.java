package io.firenet.launcher.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The processor's cores and the instruction sets that make convolutions fast. */
final class Processor {

  private static final Path LINUX_LIST = Path.of("/proc/cpuinfo");

  /** As Linux spells them. */
  private static final List<String> INSTRUCTION_SETS =
      List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16", "asimd", "bf16", "sve");

  private Processor() {}

  static Finding examine() {
    String cores = Runtime.getRuntime().availableProcessors() + " cores";
    try (Stream<String> lines = Files.lines(LINUX_LIST)) {
      String flags =
          lines.filter(line -> line.matches("(flags|Features)\\s*:.*")).findFirst().orElse("");
      Set<String> present = Set.of(flags.replaceFirst(".*:\\s*", "").split("\\s+"));
      List<String> fast = INSTRUCTION_SETS.stream().filter(present::contains).toList();
      boolean plainIntel = System.getProperty("os.arch").equals("amd64") && !fast.contains("avx2");
      return plainIntel
          ? Finding.bad("processor", cores + ", no AVX2", "expect it to be very slow")
          : Finding.good("processor", cores + ", " + String.join(" ", fast));
    } catch (IOException e) {
      return Finding.good("processor", cores + ", instruction sets not listed by this system");
    }
  }
}
