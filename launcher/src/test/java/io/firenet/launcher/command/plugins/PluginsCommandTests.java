package io.firenet.launcher.command.plugins;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.launcher.CommandRun;
import io.firenet.launcher.host.PluginJars;
import io.firenet.launcher.process.ExitCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.example.plugin.OtherSpine;
import org.example.plugin.Spine;
import org.example.plugin.Throwing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugins list}, {@code install} and {@code remove}. */
class PluginsCommandTests {

  @TempDir Path temporary;

  private Path folder;
  private Path spine;

  @BeforeEach
  void build() throws IOException {
    folder = temporary.resolve("plugins");
    spine = build("spine.jar", Spine.class, "spine", "1.0.0");
  }

  private Path build(String file, Class<?> provider, String name, String version)
      throws IOException {
    Path jar = Files.createTempDirectory(temporary, "built").resolve(file);
    return PluginJars.build(
        jar, provider, Map.of("Bundle-SymbolicName", name, "Bundle-Version", version));
  }

  private CommandRun run(Object... args) {
    return CommandRun.of(
        Stream.concat(Stream.of("plugins"), Stream.concat(Stream.of(args), inFolder())).toArray());
  }

  private Stream<Object> inFolder() {
    return Stream.of("--plugins", folder);
  }

  private void install(Object... args) {
    CommandRun done = run(Stream.concat(Stream.of("install"), Stream.of(args)).toArray());
    assertEquals(ExitCode.OK, done.code(), done::toString);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void installsListsAndRemoves() throws IOException {
    CommandRun done = run("install", spine);
    assertEquals(
        "installed spine 1.0.0: dataset bones-spine\n  file      %s\n"
            .formatted(folder.resolve("spine.jar")),
        done.out());
    assertArrayEquals(Files.readAllBytes(spine), Files.readAllBytes(folder.resolve("spine.jar")));
    CommandRun list = run("list");
    assertTrue(list.out().startsWith("spine 1.0.0: runs\n  brings    dataset bones-spine\n"));
    CommandRun removed = run("remove", "bones-spine");
    assertEquals(
        "removed %s (spine 1.0.0)\n".formatted(folder.resolve("spine.jar")), removed.out());
    assertEquals(List.of(), files());
    assertEquals("", run("list").out());
  }

  @Test
  void whatDoesNotRunIsNotInstalled() throws IOException {
    Path throwing = build("throwing.jar", Throwing.class, "throwing", "1");
    run("install", throwing).assertError(ExitCode.PLUGIN, throwing.toString(), "no luck today");
    Path text = Files.writeString(temporary.resolve("text.jar"), "no jar");
    run("install", text).assertError(ExitCode.PLUGIN, "not a readable jar");
    run("install", "no-such.jar").assertError(ExitCode.PLUGIN, "no-such.jar");
    assertFalse(Files.exists(folder));
  }

  @Test
  void whatClaimsTheNameOfAnotherIsNotInstalled() throws IOException {
    install(spine);
    Path other = build("other.jar", OtherSpine.class, "other", "1");
    run("install", other, "--force")
        .assertError(ExitCode.PLUGIN, "'bones-spine'", folder.resolve("spine.jar").toString());
    assertEquals(List.of("spine.jar"), files());
  }

  @Test
  void aLaterVersionReplacesAnEarlierOneUnderWhateverFileName() throws IOException {
    install(spine);
    Path later = build("spine-2.jar", OtherSpine.class, "spine", "2.0.0");
    assertTrue(run("install", later).out().contains("replaced"));
    assertEquals(List.of("spine-2.jar"), files());
    run("install", spine).assertError(ExitCode.PLUGIN, "later version", "2.0.0", "--force");
    install(spine, "--force");
    assertEquals(List.of("spine.jar"), files());
  }

  @Test
  void theFileOfAnotherPluginIsReplacedByForceOnly() throws IOException {
    install(spine);
    Path other = build("spine.jar", OtherSpine.class, "other", "1");
    run("install", other).assertError(ExitCode.PLUGIN, "taken by another plugin", "--force");
    assertArrayEquals(Files.readAllBytes(spine), Files.readAllBytes(folder.resolve("spine.jar")));
    install(other, "--force");
    assertArrayEquals(Files.readAllBytes(other), Files.readAllBytes(folder.resolve("spine.jar")));
  }

  @Test
  void removingNamesWhatThereIs() throws IOException {
    install(spine);
    Files.writeString(folder.resolve("text.jar"), "no jar");
    run("remove", "spin")
        .assertError(ExitCode.PLUGIN, "did you mean 'spine'?", "are spine, text.jar");
    assertEquals(ExitCode.OK, run("remove", "text.jar").code());
    assertEquals(List.of("spine.jar"), files());
  }

  @Test
  void anAllowlistDecidesWhatIsInstalledAndWhatRuns() throws IOException {
    Path list = Files.writeString(temporary.resolve("trusted.txt"), "# none\n");
    CommandRun refused = run("install", spine, "--allowlist", list);
    refused.assertError(ExitCode.PLUGIN, "not on the allowlist " + list);
    assertFalse(Files.exists(folder));

    install(spine);
    Files.writeString(list, run("list", "--as-allowlist").out());
    assertTrue(Files.readString(list).endsWith("  # spine.jar\n"));
    install(build("spine.jar", Spine.class, "spine", "1.1"), "--force");
    CommandRun changed = run("list", "--allowlist", list);
    assertTrue(changed.out().startsWith("spine 1.1: refused\n"), changed.out());
    CommandRun datasets = CommandRun.of("datasets", "--plugins", folder, "--allowlist", list);
    assertTrue(datasets.out().startsWith("no datasets; "), datasets.out());
    assertTrue(datasets.err().startsWith("firenet: warning: "), datasets.err());

    install(spine, "--allowlist", list, "--force");
    assertTrue(run("list", "--allowlist", list).out().startsWith("spine 1.0.0: runs\n"));
    Files.writeString(folder.resolve("allowlist"), "# none\n");
    run("install", spine, "--allowlist", list, "--force")
        .assertError(ExitCode.PLUGIN, "not on the allowlist " + folder.resolve("allowlist"));
    run("list", "--allowlist", "no-such-list").assertError(ExitCode.PLUGIN, "no-such-list");
  }

  @Test
  void listsAsJson() throws IOException {
    install(spine);
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
    String json = run("list", "--json").out();
    List<JsonObject> all =
        Json.createReader(new StringReader(json)).readArray().getValuesAs(JsonObject.class);
    assertEquals("spine", all.get(0).getString("bundle"));
    assertEquals(64, all.get(0).getString("sha256").length());
    assertEquals(
        "bones-spine", all.get(0).getJsonArray("brings").getJsonObject(0).getString("name"));
    assertEquals("refused", all.get(1).getString("state"));
    assertEquals(text.toString(), all.get(1).getString("file"));
  }
}
