package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FirenetTests {

  @TempDir static Path plugins;

  private record Result(int code, String out, String err) {}

  @BeforeAll
  static void copyPlugins() throws IOException {
    BuiltPlugins.copyTo(plugins);
  }

  private static Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Firenet.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new Result(code, out.toString(), err.toString());
  }

  private static Result withPlugins(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--plugins", plugins.toString()));
    return run(all.toArray(String[]::new));
  }

  private static void assertError(int code, Result result, String... parts) {
    assertEquals(code, result.code, result::toString);
    assertTrue(result.err.startsWith("firenet: error: "), result::toString);
    for (String part : parts) {
      assertTrue(result.err.contains(part), () -> result + " lacks '" + part + "'");
    }
  }

  @Test
  void listsDatasetsAsTextAndJson() {
    Result text = withPlugins("datasets");
    assertEquals(ExitCode.OK, text.code, text::toString);
    assertTrue(text.out.contains("--data msd-hippocampus=DIR"), text.out);
    assertTrue(text.out.contains("--data phantom\n"), text.out);
    JsonArray json =
        Json.createReader(new StringReader(withPlugins("datasets", "--json").out)).readArray();
    assertEquals("msd-hippocampus", json.getJsonObject(0).getString("name"));
    assertEquals(false, json.getJsonObject(1).getBoolean("needs_folder"));
  }

  @Test
  void listsDecoders() {
    assertTrue(withPlugins("decoders").out.startsWith("segmentation: "));
  }

  @Test
  void verifiesAGoodDataset() {
    Result result = withPlugins("verify", "--data", "phantom:cases=3,size=24");
    assertEquals(ExitCode.OK, result.code, result::toString);
    assertEquals("phantom: 3 cases, 0 errors, 0 warnings\n", result.out);
  }

  @Test
  void anUnusableCaseEndsWithTheCodeForData(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("dataset.json"),
        """
        {"modality": {"0": "MRI"}, "labels": {"0": "background", "1": "A", "2": "P"},
         "training": [{"image": "i/a.nii.gz", "label": "l/a.nii.gz"}]}
        """);
    Result result = withPlugins("verify", "--data", "msd-hippocampus=" + folder);
    assertEquals(ExitCode.DATA, result.code, result::toString);
    assertTrue(result.out.contains("a.nii.gz"), result.out);
  }

  @Test
  void eachKindOfErrorHasItsCode() {
    assertError(ExitCode.USAGE, run(), "a command is missing");
    assertError(ExitCode.USAGE, run("verfy"), "verfy", "firenet verify");
    assertError(ExitCode.USAGE, run("verify"), "--data");
    assertError(ExitCode.USAGE, run("verify", "--data", "x:y"), "NAME=DIR");
    assertError(
        ExitCode.PLUGIN, withPlugins("verify", "--data", "fantom"), "fantom", "phantom", "add one");
    assertError(ExitCode.PLUGIN, run("datasets", "--plugins", "no/such/folder"), "no/such/folder");
    assertError(
        ExitCode.DATA,
        withPlugins("verify", "--data", "msd-hippocampus=" + plugins),
        plugins.toString(),
        "dataset.json");
    assertError(ExitCode.DATA, withPlugins("verify", "--data", "phantom:cases=0"), "cases");
  }

  @Test
  void theStackTraceIsShownOnRequestOnly() {
    Result quiet = withPlugins("verify", "--data", "fantom");
    assertEquals(1, quiet.err.lines().count(), quiet.err);
    Result verbose = withPlugins("verify", "--verbose", "--data", "fantom");
    assertTrue(verbose.err.contains("\tat io.firenet"), verbose.err);
  }

  @Test
  void aBrokenPluginIsAWarning(@TempDir Path folder) throws IOException {
    Path jar = Files.writeString(folder.resolve("broken.jar"), "no jar");
    Result result = withPlugins("datasets", "--plugins", jar.toString());
    assertEquals(ExitCode.OK, result.code, result::toString);
    assertTrue(result.err.startsWith("firenet: warning: "), result.err);
    assertTrue(result.err.contains("broken.jar"), result.err);
    assertTrue(result.out.contains("phantom"), result.out);
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (Map.Entry<String, CommandLine> each : Firenet.commandLine().getSubcommands().entrySet()) {
      Result help = run(each.getKey(), "--help");
      assertEquals(ExitCode.OK, help.code);
      assertTrue(
          help.out.contains("Example:") && help.out.contains("  firenet " + each.getKey()),
          help.out);
    }
  }
}
