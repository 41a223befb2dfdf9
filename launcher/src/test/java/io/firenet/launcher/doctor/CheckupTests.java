package io.firenet.launcher.doctor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.launcher.host.PluginJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.example.plugin.Spine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckupTests {

  @TempDir Path folder;

  @Test
  void tellsOfTheOpenMpPolicy() {
    assertTrue(Checkup.openMp("PASSIVE").good());
    assertTrue(Checkup.openMp(null).toString().contains("export OMP_WAIT_POLICY=PASSIVE"));
    assertFalse(Checkup.openMp("ACTIVE").good());
  }

  @Test
  void tellsOfThePluginFolder() throws IOException {
    assertFalse(Checkup.plugins(Optional.empty()).good());
    assertFalse(Checkup.plugins(Optional.of(folder)).good());
    assertFalse(Checkup.plugins(Optional.of(folder.resolve("absent"))).good());
    Path jar = Files.createFile(folder.resolve("x.jar"));
    Finding bad = Checkup.plugins(Optional.of(folder));
    assertFalse(bad.good());
    assertTrue(bad.toString().contains("x.jar: not a readable jar"), bad.toString());
    Files.delete(jar);
    PluginJars.build(jar, Spine.class);
    assertTrue(Checkup.plugins(Optional.of(folder)).good());
  }

  @Test
  void tellsOfAFolderThatCannotBeWritten() throws IOException {
    assertTrue(Checkup.writable("x", folder).good());
    assertFalse(Checkup.writable("x", folder.resolve("absent")).good());
    try (var left = Files.list(folder)) {
      assertTrue(left.findAny().isEmpty());
    }
  }

  @Test
  void tellsOfALibraryThatDoesNotLoad() {
    Finding bad =
        NativeLibraries.load(
            "x",
            () -> {
              throw new IllegalStateException("outer", new UnsatisfiedLinkError("no x in path"));
            });
    assertFalse(bad.good());
    assertTrue(bad.toString().contains("no x in path"), bad.toString());
    assertTrue(bad.toString().startsWith("PROBLEM"), bad.toString());
  }

  /** The test run itself has the natives and the OpenMP policy, but no distribution. */
  @Test
  void thisMachineCanDoTheWork() {
    List<Finding> findings = Checkup.examine();
    for (String library : List.of("Java", "oneDNN", "ND4J", "ONNX Runtime", "OMP_WAIT_POLICY")) {
      assertTrue(
          findings.stream().anyMatch(each -> each.subject().equals(library) && each.good()),
          findings::toString);
    }
  }
}
