package io.firenet.format.dicom;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Other programs that read, write and check DICOM; a test that needs one is skipped without it. */
final class Tools {

  /** Debian's, which sees Debian's packages, whatever is first on the path. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final Path TEST_FILES =
      Path.of("/usr/lib/python3/dist-packages/pydicom/data/test_files");

  private Tools() {}

  /** Runs a program and returns what it prints, errors with it; fails if it does. */
  static String run(String... command) throws IOException {
    return run(true, command);
  }

  static String run(boolean mustSucceed, String... command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return abort("skipped: there is no program " + command[0]);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0 && mustSucceed) {
        throw new IOException("%s failed: %s".formatted(Arrays.toString(command), output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }

  /** Runs a script of the tests' resources. */
  static String python(Path folder, String script, String... arguments) throws IOException {
    if (!Files.exists(Path.of(PYTHON))) {
      abort("skipped: there is no " + PYTHON);
    }
    if (run(false, PYTHON, "-c", "import pydicom, numpy").contains("Error")) {
      abort("skipped: " + PYTHON + " has no pydicom and numpy (Debian: python3-pydicom)");
    }
    Path file = folder.resolve(script);
    try (InputStream in = Tools.class.getResourceAsStream(script)) {
      Files.write(file, in.readAllBytes());
    }
    List<String> command = new ArrayList<>(List.of(PYTHON, file.toString()));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /** The files that pydicom brings along. */
  static List<Path> pydicomFiles() throws IOException {
    if (!Files.isDirectory(TEST_FILES)) {
      return abort("skipped: there is no " + TEST_FILES + " (Debian: python3-pydicom)");
    }
    try (Stream<Path> files = Files.list(TEST_FILES)) {
      return files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
    }
  }

  static Path pydicomFile(String name) throws IOException {
    pydicomFiles();
    return TEST_FILES.resolve(name);
  }
}
