package io.firenet.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.launcher.process.ExitCode;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FirenetTests {

  @TempDir static Path plugins;

  @BeforeAll
  static void copyPlugins() throws IOException {
    BuiltPlugins.copyTo(plugins);
  }

  private static CommandRun withPlugins(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--plugins", plugins.toString()));
    return CommandRun.of(all.toArray());
  }

  @Test
  void listsDatasetsAsTextAndJson() {
    CommandRun table = withPlugins("datasets");
    assertEquals(ExitCode.OK, table.code(), table::toString);
    assertTrue(
        table.out().lines().anyMatch(line -> line.matches("msd-heart +MSD .* MRI +left atrium")),
        table.out());
    assertTrue(table.out().lines().allMatch(line -> line.length() < 130), table.out());
    CommandRun text = withPlugins("datasets", "msd-hippocampus", "phantom");
    assertTrue(text.out().contains("--data msd-hippocampus=DIR"), text.out());
    assertTrue(text.out().contains("Antonelli"), text.out());
    assertTrue(text.out().contains("--data phantom\n"), text.out());
    assertFalse(text.out().contains("msd-heart"), text.out());
    withPlugins("datasets", "msd-hart").assertError(ExitCode.PLUGIN, "msd-heart");
    JsonArray json =
        Json.createReader(new StringReader(withPlugins("datasets", "--json").out())).readArray();
    Map<String, Boolean> needsFolder = new HashMap<>();
    json.getValuesAs(JsonObject.class)
        .forEach(each -> needsFolder.put(each.getString("name"), each.getBoolean("needs_folder")));
    assertEquals(true, needsFolder.get("msd-hippocampus"));
    assertEquals(false, needsFolder.get("phantom"));
  }

  @Test
  void networksAreListedWithTheirSizes() {
    String out = withPlugins("networks").out();
    assertTrue(out.contains("firenet: encoder and fabric"), out);
    assertTrue(out.contains("unet-3d: 3D U-Net"), out);
    assertTrue(out.contains("GFLOP\n  settings  {\"channels\":32,\"levels\":4}"), out);
    assertTrue(out.contains("trains    on one dataset at a time"), out);
    String json = withPlugins("networks", "can-3d", "--json").out();
    assertTrue(json.contains("\"name\": \"can-3d\""), json);
    assertFalse(json.contains("firenet\""), json);
    withPlugins("networks", "unet3d")
        .assertError(ExitCode.PLUGIN, "no network 'unet3d', did you mean 'unet-3d'?", "vnet");
    withPlugins("train", "--network", "v-net", "--data", "phantom", "--out", "nowhere")
        .assertError(ExitCode.PLUGIN, "no network 'v-net', did you mean 'vnet'?");
  }

  @Test
  void listsDecoders() {
    String out = withPlugins("decoders").out();
    for (String head : List.of("classification", "regression", "segmentation")) {
      assertTrue(out.lines().anyMatch(line -> line.startsWith(head + ": ")), out);
    }
  }

  @Test
  void verifiesAGoodDataset() {
    CommandRun result = withPlugins("verify", "--data", "phantom:cases=3,size=24");
    assertEquals(ExitCode.OK, result.code(), result::toString);
    assertEquals("phantom: 3 cases, 0 errors, 0 warnings", result.lastLine());
    assertTrue(result.out().lines().anyMatch(line -> line.matches("width, mm( +[\\d.]+){3}")));
    assertTrue(result.out().lines().anyMatch(line -> line.matches("liver +3( +[\\d.]+){4}")));
  }

  @Test
  void aDatasetsFingerprintIsAlsoJsonAndAPicture(@TempDir Path folder) throws IOException {
    Path picture = folder.resolve("phantom.png");
    CommandRun result =
        withPlugins(
            "verify",
            "--data",
            "phantom:cases=3,size=24",
            "--json",
            "--picture",
            picture.toString());
    assertEquals(ExitCode.OK, result.code(), result::toString);
    JsonObject json =
        Json.createReader(new StringReader(result.out())).readArray().getJsonObject(0);
    assertEquals(0, json.getInt("errors"));
    JsonObject fingerprint = json.getJsonObject("fingerprint");
    assertEquals(3, fingerprint.getJsonArray("per_case").size());
    JsonObject liver = fingerprint.getJsonArray("labels").getJsonObject(0);
    assertEquals("liver", liver.getString("name"));
    assertEquals(3, liver.getInt("cases"));
    JsonObject first = fingerprint.getJsonArray("per_case").getJsonObject(0);
    double voxelMl = 1e-3;
    for (int axis = 0; axis < 3; axis++) {
      voxelMl *= first.getJsonArray("spacing_mm").getJsonNumber(axis).doubleValue();
    }
    double ml = first.getJsonArray("voxels").getInt(1) * voxelMl;
    JsonObject spread = liver.getJsonObject("ml");
    assertTrue(
        ml >= spread.getJsonNumber("least").doubleValue() - 1e-9
            && ml <= spread.getJsonNumber("most").doubleValue() + 1e-9);
    BufferedImage drawn = ImageIO.read(picture.toFile());
    assertTrue(drawn.getWidth() > 900, "width " + drawn.getWidth());
  }

  @Test
  void helpListsOptionsInGroups() {
    CommandRun help = CommandRun.of("train", "--help");
    assertEquals(ExitCode.OK, help.code(), help::toString);
    List<String> lines = help.out().lines().toList();
    List<String> headings =
        List.of(
            "Options:", "Training:", "Which cases validate:", "Machine:", "Plugins:", "General:");
    assertEquals(headings, lines.stream().filter(headings::contains).toList());
    int plugins = lines.indexOf("Plugins:");
    assertTrue(lines.get(plugins + 1).contains("--plugins"), help.out());
    assertTrue(lines.indexOf("Training:") < plugins);
    CommandRun bones = CommandRun.of("experiment", "bones", "--help");
    assertTrue(bones.out().contains("--networks="), bones.out());
    assertFalse(bones.out().contains("--network="), bones.out());
  }

  @Test
  void shellsCompleteCommands() throws Exception {
    String bash = CommandRun.of("completion", "bash").out();
    assertTrue(bash.contains("--save-validation"), "an option of train");
    Path script = Files.writeString(plugins.resolveSibling("completion.bash"), bash);
    Process shell =
        new ProcessBuilder(
                "bash",
                "-c",
                "source "
                    + script
                    + "; COMP_WORDS=(firenet ver); COMP_CWORD=1;"
                    + " _complete_firenet; echo \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();
    assertEquals("verify", new String(shell.getInputStream().readAllBytes(), UTF_8).strip());
    String zsh = CommandRun.of("completion", "zsh").out();
    assertTrue(zsh.startsWith("autoload"), "zsh needs bashcompinit");
    CommandRun.of("completion", "fish").assertError(ExitCode.USAGE, "fish", "BASH");
  }

  @Test
  void anUnusableCaseEndsWithTheCodeForData(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("dataset.json"),
        """
        {"modality": {"0": "MRI"}, "labels": {"0": "background", "1": "A", "2": "P"},
         "training": [{"image": "i/a.nii.gz", "label": "l/a.nii.gz"}]}
        """);
    CommandRun result = withPlugins("verify", "--data", "msd-hippocampus=" + folder);
    assertEquals(ExitCode.DATA, result.code(), result::toString);
    assertTrue(result.out().contains("a.nii.gz"), result.out());
  }

  @Test
  void eachKindOfErrorHasItsCode() {
    CommandRun.of().assertError(ExitCode.USAGE, "a command is missing");
    CommandRun.of("verfy").assertError(ExitCode.USAGE, "verfy", "firenet verify");
    CommandRun.of("verify").assertError(ExitCode.USAGE, "--data");
    CommandRun.of("verify", "--data", "x:y").assertError(ExitCode.USAGE, "NAME=DIR");
    withPlugins("verify", "--data", "fantom").assertError(ExitCode.PLUGIN, "phantom", "add one");
    CommandRun.of("datasets", "--plugins", "no/such/dir")
        .assertError(ExitCode.PLUGIN, "no/such/dir");
    withPlugins("verify", "--data", "msd-hippocampus=" + plugins)
        .assertError(ExitCode.DATA, plugins.toString(), "dataset.json");
    withPlugins("verify", "--data", "phantom:cases=0").assertError(ExitCode.DATA, "cases");
  }

  @Test
  void theStackTraceIsShownOnRequestOnly() {
    CommandRun quiet = withPlugins("verify", "--data", "fantom");
    assertEquals(1, quiet.err().lines().count(), quiet.err());
    CommandRun verbose = withPlugins("verify", "--verbose", "--data", "fantom");
    assertTrue(verbose.err().contains("\tat io.firenet"), verbose.err());
  }

  @Test
  void aBrokenPluginIsAWarning(@TempDir Path folder) throws IOException {
    Path jar = Files.writeString(folder.resolve("broken.jar"), "no jar");
    CommandRun result = withPlugins("datasets", "--plugins", jar.toString());
    assertEquals(ExitCode.OK, result.code(), result::toString);
    assertTrue(result.err().startsWith("firenet: warning: "), result.err());
    assertTrue(result.err().contains("broken.jar"), result.err());
    assertTrue(result.out().contains("phantom"), result.out());
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    assertHelpWithExample(Firenet.commandLine(), List.of());
  }

  private static void assertHelpWithExample(CommandLine command, List<String> path) {
    for (Map.Entry<String, CommandLine> each : command.getSubcommands().entrySet()) {
      List<String> words = new ArrayList<>(path);
      words.add(each.getKey());
      assertHelpWithExample(each.getValue(), words);
      String line = String.join(" ", words);
      words.add("--help");
      CommandRun help = CommandRun.of(words.toArray());
      assertEquals(ExitCode.OK, help.code());
      assertTrue(
          help.out().contains("Example") && help.out().contains("  firenet " + line), help.out());
      for (String example : each.getValue().getCommandSpec().usageMessage().footer()) {
        if (example.startsWith("  firenet ") && !example.contains("COMMAND")) {
          assertUnderstood(example.trim().replaceFirst(" +[>#].*", ""));
        }
      }
    }
  }

  private static void assertUnderstood(String example) {
    List<String> words =
        Pattern.compile("\"([^\"]*)\"|(\\S+)")
            .matcher(example)
            .results()
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .toList();
    assertDoesNotThrow(
        () ->
            Firenet.commandLine().parseArgs(words.subList(1, words.size()).toArray(String[]::new)),
        example);
  }
}
