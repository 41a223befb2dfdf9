package io.firenet.launcher.command.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.TrustPolicy;
import io.firenet.dataset.DatasetSource;
import io.firenet.folder.DeclaredDataset;
import io.firenet.launcher.BuiltPlugins;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.host.FelixPluginHost;
import io.firenet.launcher.host.PluginEvent;
import io.firenet.launcher.process.ExitCode;
import io.firenet.testkit.DecathlonFixture;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugins add}: a jar without code is a plugin like any other. */
class PluginsAddCommandTests {

  private static final int PATIENCE_SECONDS = 20;

  @TempDir Path temporary;
  private Path folder;
  private Path data;

  @BeforeEach
  void writeData() throws IOException {
    folder = temporary.toRealPath().resolve("plugins");
    data = temporary.resolve("Bones_Spine");
    DecathlonFixture.write(data, List.of("MRI"), List.of("background", "L1", "L2"));
    Path json = data.resolve("dataset.json");
    Files.writeString(
        json,
        "{\"name\": \"Wirbel – 腰椎\", \"licence\": \"CC0\", " + Files.readString(json).substring(1));
  }

  private CommandRun run(Object... args) {
    return CommandRun.of(Stream.concat(Stream.of(args), Stream.of("--plugins", folder)).toArray());
  }

  private String ok(Object... args) {
    CommandRun done = run(args);
    assertEquals(ExitCode.OK, done.code(), done::toString);
    return done.out();
  }

  private Path add() {
    ok("plugins", "add", "spine", "--data", data);
    return folder.resolve("spine.jar");
  }

  private static void assertContains(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "'%s' lacks '%s'".formatted(text, part));
    }
  }

  @Test
  void isListedUsedReplacedAndRemoved() throws IOException {
    String added = ok("plugins", "add", "spine", "--data", data);
    assertContains(added, "added spine: Wirbel – 腰椎\n", "background, L1, L2", "CC0", "unknown");
    Path jar = folder.resolve("spine.jar");
    try (JarFile zip = new JarFile(jar.toFile())) {
      assertEquals(
          List.of(JarFile.MANIFEST_NAME, DeclaredDataset.RESOURCE),
          zip.stream().map(Object::toString).toList());
      assertEquals("Wirbel – 腰椎", zip.getManifest().getMainAttributes().getValue("Bundle-Name"));
    }
    assertContains(
        ok("plugins", "list"), "firenet-declared-spine 1.0.0: runs", "brings    dataset spine");
    assertContains(ok("datasets", "spine"), "spine: Wirbel – 腰椎", "cite      unknown");
    assertContains(ok("verify", "--data", "spine=" + data), "spine: 2 cases, 0 errors");
    byte[] first = Files.readAllBytes(jar);
    String again =
        ok("plugins", "add", "spine", "--data", data, "--citation", "Zukic 2014", "--title", "T");
    assertContains(again, "added spine: T\n", "Zukic 2014", "replaced  " + jar);
    assertContains(ok("datasets", "spine"), "Zukic 2014");
    ok("plugins", "add", "spine", "--data", data);
    assertEquals(0, Arrays.compare(first, Files.readAllBytes(jar)), "the same bytes");
    assertContains(ok("plugins", "remove", "spine"), "removed " + jar);
    assertFalse(Files.exists(jar));
    run("datasets", "spine").assertError(ExitCode.PLUGIN, "no dataset 'spine'");
  }

  @Test
  void theJarIsInstalledElsewhereAndFoundOnAClassPath() throws Exception {
    Path jar = add();
    Path copy = Files.copy(jar, temporary.resolve("copy.jar"));
    Files.delete(jar);
    assertContains(
        ok("plugins", "install", copy), "installed firenet-declared-spine 1.0.0: dataset spine");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader classPath = new URLClassLoader(new URL[] {copy.toUri().toURL()}, before)) {
      thread.setContextClassLoader(classPath);
      PluginRegistry registry = PluginRegistry.fromClassPath();
      assertEquals(2, registry.dataset("spine").open(DatasetSource.of(data)).cases().size());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void anAllowlistHoldsForItToo() throws IOException {
    Path jar = add();
    String list = ok("plugins", "list", "--as-allowlist");
    assertContains(list, "sha256 ");
    Files.writeString(folder.resolve("allowlist"), "sha256 " + "0".repeat(64) + "\n");
    assertContains(run("datasets").err(), "spine.jar", "allowlist");
    run("plugins", "add", "spine", "--data", data)
        .assertError(ExitCode.PLUGIN, "spine.jar", "allowlist");
    Files.writeString(folder.resolve("allowlist"), list);
    assertContains(ok("datasets", "spine"), jar.toString());
  }

  @Test
  void isFollowedInAWatchedFolder() throws Exception {
    Path jar = add();
    Path elsewhere = Files.move(jar, temporary.resolve("spine.jar"));
    BlockingQueue<PluginEvent> events = new LinkedBlockingQueue<>();
    try (FelixPluginHost host =
        FelixPluginHost.watch(List.of(folder), TrustPolicy.ofFolders(), events::add)) {
      Files.copy(elsewhere, jar);
      assertContains(next(events), "added", "dataset spine");
      assertEquals("CC0", host.registry().dataset("spine").descriptor().licence());
      ok("plugins", "add", "spine", "--data", data, "--licence", "mine");
      assertContains(next(events), "updated", "dataset spine");
      assertEquals("mine", host.registry().dataset("spine").descriptor().licence());
      Files.delete(jar);
      assertContains(next(events), "removed");
      assertFalse(host.registry().hasDataset("spine"));
    }
  }

  private static String next(BlockingQueue<PluginEvent> events) throws InterruptedException {
    PluginEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(event, "an event of the watched folder");
    return event.toString();
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    run("plugins", "add", "spine").assertError(ExitCode.USAGE, "--data");
    run("plugins", "add", "Spine", "--data", data)
        .assertError(ExitCode.USAGE, "lower case", "'Spine'");
    run("plugins", "add", "spine", "--data", temporary.resolve("absent"))
        .assertError(ExitCode.DATA, "no such folder");
    run("plugins", "add", "spine", "--data", data, "--layout", "bids")
        .assertError(ExitCode.DATA, "decathlon, nnunet, totalsegmentator");
    BuiltPlugins.copyTo(Files.createDirectories(folder));
    run("plugins", "add", "msd-heart", "--data", data)
        .assertError(ExitCode.PLUGIN, "'msd-heart' is already provided by");
    assertFalse(Files.exists(folder.resolve("msd-heart.jar")));
  }
}
