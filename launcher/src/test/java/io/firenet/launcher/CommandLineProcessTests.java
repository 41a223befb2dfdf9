package io.firenet.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.launcher.host.PluginJars;
import io.firenet.launcher.process.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.example.plugin.Faults;
import org.example.plugin.Mute;
import org.example.plugin.OtherSpine;
import org.example.plugin.Spine;
import org.example.plugin.Throwing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as users start it: a process with its output and exit code. */
@Timeout(60)
class CommandLineProcessTests {

  @TempDir Path temporary;

  private Path plugins;
  private Path cache;

  @BeforeEach
  void createFolders() throws IOException {
    plugins = Files.createDirectory(temporary.resolve("plugins")).toRealPath();
    cache = Files.createDirectory(temporary.resolve("tmp"));
  }

  private Process start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + cache,
                "-cp",
                System.getProperty("java.class.path"),
                Firenet.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).start();
  }

  private List<String> leftOver() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("hsperfdata"))
          .toList();
    }
  }

  @Test
  void brokenPluginsCostALineEach() throws Exception {
    PluginJars.build(plugins.resolve("a.jar"), Spine.class);
    PluginJars.build(plugins.resolve("b.jar"), OtherSpine.class);
    PluginJars.build(plugins.resolve("c.jar"), Throwing.class);
    PluginJars.build(plugins.resolve("d.jar"), Mute.class);
    Files.writeString(plugins.resolve("e.jar"), "no jar");
    PluginJars.build(
        plugins.resolve("f.jar"),
        OtherSpine.class,
        Map.of("Import-Package", "io.firenet.dataset;version='[2,3)'"));
    Process process = start("datasets", "--plugins", plugins.toString());
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    List<String> errors = process.errorReader().lines().toList();
    assertEquals(ExitCode.OK, process.waitFor(), errors::toString);
    assertTrue(out.contains("\nbones-spine  Spine "), out);
    for (String jar : List.of("b", "c", "d", "e", "f")) {
      String start = "firenet: warning: %s.jar".formatted(plugins.resolve(jar));
      assertEquals(1, errors.stream().filter(line -> line.startsWith(start)).count(), start);
    }
    assertEquals(5, errors.size(), errors::toString);
    assertEquals(List.of(), leftOver());
  }

  @Test
  void watchingEndsCleanlyWhenAskedTo() throws Exception {
    assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "has no signals");
    Path built = PluginJars.build(temporary.resolve("spine.jar"), Spine.class);
    Process process = start("plugins", "watch", "--plugins", plugins.toString());
    try (BufferedReader out = process.inputReader()) {
      assertEquals(
          "watching %s, plugins that run: 0; Ctrl-C ends".formatted(plugins), out.readLine());
      Path jar = Files.copy(built, plugins.resolve("spine.jar"));
      assertEquals("added    %s (spine 1.0.0): dataset bones-spine".formatted(jar), out.readLine());
      Files.delete(jar);
      String removed = out.readLine();
      assertNotNull(removed);
      assertTrue(removed.startsWith("removed  " + jar), removed);
      process
          .toHandle()
          .destroy(); // not Ctrl-C's signal, which builds in the background have switched off
      assertEquals(List.of(), out.lines().toList());
    }
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(128 + 15, process.exitValue()); // with Ctrl-C 128 + 2
    assertEquals("", new String(process.getErrorStream().readAllBytes(), UTF_8));
    assertEquals(List.of(), leftOver());
  }

  @ParameterizedTest
  @ValueSource(classes = {Faults.ReflectiveExit.class, Faults.ReflectiveExitElsewhere.class})
  void anExitThatNobodyAskedForIsAnError(Class<?> provider) throws Exception {
    Path jar = PluginJars.build(plugins.resolve("exiting.jar"), provider);
    Process process = start("datasets", "--plugins", plugins.toString());
    List<String> errors = process.errorReader().lines().toList();
    assertEquals(ExitCode.PLUGIN, process.waitFor(), errors::toString);
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.get(0).startsWith("firenet: error: "), errors::toString);
    assertTrue(errors.get(0).contains("org.example.plugin.Faults"), errors::toString);
    assertTrue(errors.get(0).contains("calls System.exit"), errors::toString);
    if (provider == Faults.ReflectiveExit.class) { // in a thread that is known to be its
      assertTrue(errors.get(0).contains(jar.toString()), errors::toString);
    }
  }

  @Test
  void theNextStartTidiesUpAfterOneThatWasKilled() throws Exception {
    Process killed = start("plugins", "watch", "--plugins", plugins.toString());
    assertNotNull(killed.inputReader().readLine());
    assertEquals(1, leftOver().size());
    killed.destroyForcibly().waitFor();
    assertEquals(1, leftOver().size());
    assertEquals(ExitCode.OK, start("datasets", "--plugins", plugins.toString()).waitFor());
    assertEquals(List.of(), leftOver());
  }

  @Test
  void aTemporaryFolderThatIsNotThereIsNamed() throws Exception {
    Files.delete(cache);
    Process process = start("datasets", "--plugins", plugins.toString());
    List<String> errors = process.errorReader().lines().toList();
    assertEquals(ExitCode.PLUGIN, process.waitFor(), errors::toString);
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.get(0).contains("temporary folder " + cache), errors.get(0));
  }
}
