package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.Patience;
import io.firenet.launcher.host.JarBoundsTests;
import io.firenet.launcher.host.PluginJars;
import io.firenet.launcher.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.example.plugin.Faults;
import org.example.plugin.Spine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that break anywhere: the command names the jar and goes on without it. */
@Timeout(60)
class FaultyPluginTests {

  @TempDir Path folder;

  @BeforeEach
  void impatient() {
    System.setProperty(Patience.PROPERTY, "2");
  }

  @AfterEach
  void patient() {
    System.clearProperty(Patience.PROPERTY);
  }

  private Path plugin(Class<?> provider) throws IOException {
    PluginJars.build(folder.resolve("spine.jar"), Spine.class);
    return PluginJars.build(folder.resolve("faulty.jar"), provider);
  }

  private CommandRun run(Object... args) {
    Object[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--plugins";
    all[args.length + 1] = folder;
    return CommandRun.of(all);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Faults.DeepInitializer.class,
        Faults.GreedyInitializer.class,
        Faults.UnspeakableError.class,
        Faults.ExitingConstructor.class,
        Faults.HaltingConstructor.class,
        Faults.HangingConstructor.class,
        Faults.HangingDescriptor.class,
        Faults.NullDescriptor.class,
      })
  void whatBreaksAtTheStartIsLostAlone(Class<?> provider) throws IOException {
    Path jar = plugin(provider);
    CommandRun run = run("datasets");
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertTrue(run.out().contains("bones-spine"), run::toString);
    List<String> lines = run.err().lines().toList();
    assertEquals(1, lines.size(), run::toString);
    assertTrue(lines.get(0).startsWith("firenet: warning: " + jar), run::toString);
    assertTrue(lines.get(0).contains(provider.getName()), run::toString);
    assertTrue(lines.get(0).contains("ask the plugin's author"), run::toString);
  }

  @Test
  void aHangHasATimeLimit() throws IOException {
    plugin(Faults.HangingConstructor.class);
    String line = run("datasets").err();
    assertTrue(line.contains("did not end within 2 s") && line.contains(Patience.PROPERTY), line);
  }

  private void assertVerifyFails(int code, Class<?> provider, String name, String... parts)
      throws IOException {
    Path jar = plugin(provider);
    CommandRun run = run("verify", "--data", name);
    run.assertError(code, parts);
    assertTrue(run.err().contains(jar.toString()), run::toString);
    assertEquals(1, run.err().lines().count(), run::toString);
  }

  @Test
  void whatBreaksLaterNamesTheJar() throws IOException {
    assertVerifyFails(
        ExitCode.PLUGIN, Faults.LateLinkage.class, "late-linkage", "NoClassDefFoundError");
    assertVerifyFails(
        ExitCode.PLUGIN, Faults.NullDataset.class, "null-dataset", "open returned null");
  }

  @Test
  void aDescriptorMustBeTheSameAtEveryCallAndTheDatasetsOwn() throws IOException {
    assertVerifyFails(ExitCode.PLUGIN, Faults.Fickle.class, "fickle", "same at every call");
    assertVerifyFails(
        ExitCode.PLUGIN, Faults.Impostor.class, "impostor", "as another one", "bones-spine");
  }

  @Test
  void idsThatArePathsAndMissingCasesAreErrors() throws IOException {
    assertVerifyFails(
        ExitCode.DATA, Faults.PathIds.class, "path-ids", "'../../escaped' has a slash");
    assertVerifyFails(ExitCode.DATA, Faults.PathIds.class, "path-ids=" + folder, "'/abs'");
    assertVerifyFails(ExitCode.DATA, Faults.NoCases.class, "no-cases", "has no cases");
  }

  @Test
  void casesThatBreakAreProblemsOfTheCase() throws IOException {
    Path jar = plugin(Faults.BrokenCases.class);
    CommandRun run = run("verify", "--data", "broken-cases");
    assertEquals(ExitCode.DATA, run.code(), run::toString);
    assertTrue(run.out().contains("ERROR one: the image cannot be read: " + jar), run::toString);
    assertTrue(run.out().contains("AssertionError: no image of two; ask"), run::toString);
    assertTrue(run.out().contains("a label map is needed, there is none"), run::toString);
    assertTrue(run.out().endsWith("broken-cases: 2 cases, 4 errors, 0 warnings\n"), run::toString);
  }

  @Test
  void aJarThatUnpacksToTooMuchIsNotRead() throws IOException {
    plugin(Spine.class);
    Files.delete(folder.resolve("faulty.jar"));
    Path bomb = JarBoundsTests.bomb(folder.resolve("bomb.jar"), "org/example/Big.class");
    CommandRun run = run("datasets");
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertTrue(run.out().contains("bones-spine"), run::toString);
    assertEquals(
        "firenet: warning: %s: org/example/Big.class unpacks to more than 16 MiB; it is damaged, or meant to use up the memory\n"
            .formatted(bomb),
        run.err());
    CommandRun.of("plugins", "install", bomb, "--plugins", folder.resolve("other"))
        .assertError(ExitCode.PLUGIN, "unpacks to more than");
  }
}
