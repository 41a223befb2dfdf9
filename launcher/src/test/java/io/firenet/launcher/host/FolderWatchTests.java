package io.firenet.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.TrustPolicy;
import io.firenet.launcher.host.PluginEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.example.plugin.OtherSpine;
import org.example.plugin.Spine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens in a watched folder happens in the registry. */
class FolderWatchTests {

  private static final int PATIENCE_SECONDS = 20;

  @TempDir Path temporary;

  private final BlockingQueue<PluginEvent> events = new LinkedBlockingQueue<>();
  private Path watched;
  private Path spine;

  @BeforeEach
  void buildSpine() throws IOException {
    watched = Files.createDirectory(temporary.resolve("watched")).toRealPath();
    spine = PluginJars.build(temporary.resolve("spine.jar"), Spine.class);
  }

  private FelixPluginHost watch() throws IOException {
    return FelixPluginHost.watch(List.of(watched), TrustPolicy.ofFolders(), events::add);
  }

  private String next(Kind kind, Path jar) throws InterruptedException {
    PluginEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(event, () -> "expected " + kind + " of " + jar);
    assertEquals(kind + " " + jar, event.kind() + " " + event.plugin().source().file());
    return event.toString();
  }

  private static String title(FelixPluginHost host) {
    return host.registry().dataset("bones-spine").descriptor().title();
  }

  @Test
  void comesChangesAndGoes() throws Exception {
    Path jar = watched.resolve("spine.jar");
    try (FelixPluginHost host = watch()) {
      Files.copy(spine, jar);
      assertEquals(
          "added    %s (spine 1.0.0): dataset bones-spine".formatted(jar), next(Kind.ADDED, jar));
      assertEquals("Spine", title(host));

      Path newer = temporary.resolve("newer.jar");
      PluginJars.build(
          newer, OtherSpine.class, Map.of("Bundle-SymbolicName", "spine", "Bundle-Version", "2"));
      Files.write(jar, Files.readAllBytes(newer));
      assertEquals(
          "updated  %s (spine 2): dataset bones-spine".formatted(jar), next(Kind.UPDATED, jar));
      assertEquals("OtherSpine", title(host));

      Files.delete(jar);
      next(Kind.REMOVED, jar);
      assertThrows(PluginException.class, () -> title(host));
    }
    assertNull(events.poll());
  }

  @Test
  void aJarThatIsCopiedSlowlyIsTakenInTheEnd() throws Exception {
    Path jar = watched.resolve("spine.jar");
    byte[] whole = Files.readAllBytes(spine);
    try (FelixPluginHost host = watch()) {
      Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
      next(Kind.REFUSED, jar);
      Files.write(jar, whole);
      next(Kind.ADDED, jar);
      assertEquals("Spine", title(host));

      Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
      next(Kind.REMOVED, jar);
      next(Kind.REFUSED, jar);
      Files.write(jar, whole);
      next(Kind.ADDED, jar);
    }
    assertNull(events.poll());
  }

  @Test
  void aSecondClaimWaitsForTheFirstToGo() throws Exception {
    Path first = Files.copy(spine, watched.resolve("a.jar"));
    Path twin = Files.copy(spine, watched.resolve("b.jar"));
    Path rival = PluginJars.build(temporary.resolve("c.jar"), OtherSpine.class);
    try (FelixPluginHost host = watch()) {
      rival = Files.copy(rival, watched.resolve("c.jar"));
      next(Kind.REFUSED, rival);
      Files.delete(first);
      next(Kind.REMOVED, first);
      next(Kind.ADDED, twin);
      next(Kind.REFUSED, rival); // the name is another's now
      assertEquals("Spine", title(host));
      Files.delete(twin);
      next(Kind.REMOVED, twin);
      next(Kind.ADDED, rival);
      assertEquals("OtherSpine", title(host));
    }
  }

  @Test
  void theFoldersAllowlistIsFollowed() throws Exception {
    Path list = Files.writeString(watched.resolve("allowlist"), "# nothing yet\n");
    Path jar = Files.copy(spine, watched.resolve("spine.jar"));
    try (FelixPluginHost host = watch()) {
      String problem = host.inventory().problems().get(0);
      String line = problem.replaceFirst(".*'(sha256 [^']+)'.*", "$1");
      Files.writeString(list, line + "\n");
      next(Kind.ADDED, jar);
      assertEquals("Spine", title(host));
      Files.writeString(list, "sha256 what?\n");
      next(Kind.REMOVED, jar);
      next(Kind.REFUSED, jar);
    }
  }
}
