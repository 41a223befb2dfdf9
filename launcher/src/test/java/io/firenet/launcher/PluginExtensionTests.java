package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFormats;
import io.firenet.launcher.host.PluginJars;
import io.firenet.launcher.process.ExitCode;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.example.plugin.ToyFormat;
import org.example.plugin.TwinLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image formats and layouts that are jars in a plugins folder serve every command. */
class PluginExtensionTests {

  private static final int SIDE = 20;

  @TempDir Path folder;
  private Path plugins;
  private Path data;

  @BeforeEach
  void prepare() throws IOException {
    plugins = Files.createDirectory(folder.resolve("plugins"));
    data = Files.createDirectories(folder.resolve("data"));
    for (String id : List.of("a", "b")) {
      write(data.resolve("pairs").resolve(id + "-scan.toy"), false);
      write(data.resolve("pairs").resolve(id + "-truth.toy"), true);
    }
  }

  private static void write(Path file, boolean labels) throws IOException {
    Files.createDirectories(file.getParent());
    StringBuilder text = new StringBuilder(SIDE + "\n");
    for (int i = 0; i < SIDE * SIDE * SIDE; i++) {
      int bone = i / (SIDE * SIDE) / 10;
      text.append(labels ? bone : bone * 500 + i % 7).append(' ');
    }
    Files.writeString(file, text);
  }

  private CommandRun run(Object... args) {
    return CommandRun.of(Stream.concat(Stream.of(args), Stream.of("--plugins", plugins)).toArray());
  }

  @Test
  void aFormatAndALayoutServeDatasetsAndPrediction() throws IOException {
    run("verify", "--data", "bones=" + data).assertError(ExitCode.DATA, "expects a folder with");
    PluginJars.build(plugins.resolve("toy.jar"), ToyFormat.class);
    PluginJars.build(plugins.resolve("twins.jar"), TwinLayout.class);
    CommandRun listed = run("plugins", "list");
    assertTrue(listed.out().contains("format Toy"), listed::toString);
    assertTrue(listed.out().contains("layout pairs"), listed::toString);
    CommandRun verified = run("verify", "--data", "bones=" + data);
    assertEquals(ExitCode.OK, verified.code(), verified::toString);
    assertTrue(verified.out().contains("it has no README"), verified::toString);
    assertTrue(verified.out().contains("2 cases"), verified::toString);

    Path model = folder.resolve("model.onnx");
    PhantomModel.export(new PreprocessingPlan(2, 20), List.of("CT"), model);
    Path out = folder.resolve("labels.nii.gz");
    Path in = data.resolve("pairs/a-scan.toy");
    CommandRun predicted = run("predict", "--model", model, "--in", in, "--out", out);
    assertEquals(ExitCode.OK, predicted.code(), predicted::toString);
    assertEquals(new GridSize(SIDE, SIDE, SIDE), ImageFormats.readLabels(out).geometry().size());
    CommandRun all =
        run("predict", "--model", model, "--in", data.resolve("pairs"), "--out", folder);
    assertEquals(ExitCode.OK, all.code(), all::toString);
    assertTrue(Files.exists(folder.resolve("b-truth.nii.gz")), all::toString);
  }

  @Test
  void whatHasBeenThereBeforeKeepsItsName() throws IOException {
    PluginJars.build(plugins.resolve("one.jar"), TwinLayout.class);
    Path other = PluginJars.build(plugins.resolve("two.jar"), TwinLayout.class, Map.of());
    CommandRun run = run("verify", "--data", "bones=" + data);
    assertTrue(run.err().contains(other + ": there is a layout 'pairs' already"), run::toString);
  }

  @Test
  void theyGoWithTheCommand() throws IOException {
    PluginJars.build(plugins.resolve("toy.jar"), ToyFormat.class);
    PluginJars.build(plugins.resolve("twins.jar"), TwinLayout.class);
    run("plugins", "list");
    assertTrue(ImageFormats.all().stream().noneMatch(format -> format.name().equals("Toy")));
  }
}
