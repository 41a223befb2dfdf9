package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.format.nifti.Nifti;
import io.firenet.launcher.process.ExitCode;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as it is started in other countries and without a locale. */
@Timeout(300)
class PlacesTests {

  private static final Map<String, String> ASCII = Map.of("LC_ALL", "C", "LANG", "C");

  @TempDir private Path folder;
  private Path plugins;

  /** What a process ended with and printed, read as UTF-8. */
  @BeforeEach
  void copyPlugins() throws IOException {
    plugins = Files.createDirectory(folder.resolve("plugins"));
    BuiltPlugins.copyTo(plugins);
  }

  private CommandRun run(List<String> start, Map<String, String> environment, Object... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(start);
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertTrue(process.waitFor(200, TimeUnit.SECONDS), "it hangs");
    return new CommandRun(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static List<String> java(String... options) {
    List<String> start = new ArrayList<>();
    start.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    start.add("-XX:+UseSerialGC");
    start.add("-XX:TieredStopAtLevel=1");
    start.addAll(List.of(options));
    start.addAll(List.of("-cp", System.getProperty("java.class.path"), Firenet.class.getName()));
    return start;
  }

  private static void writeImage(Path file) throws IOException {
    float[] values = new float[1000];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    GridSize size = new GridSize(10, 10, 10);
    Nifti.write(file, new Volume(ImageGeometry.axisAligned(size, 2), 1, values));
  }

  /** From the plugins to the report: digits of one's own, a dotless i, another calendar. */
  @Test
  void aWholeCommandLineInAnotherLanguage() throws Exception {
    List<String> arabic =
        java("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=u-nu-arab");
    List<String> turkish = java("-Duser.language=tr", "-Duser.country=TR");
    Path run = folder.resolve("run");
    Path config =
        Files.writeString(
            folder.resolve("config.json"),
            """
            {"network": {"stemChannels": 4, "fabricChannels": 6, "branches": 1, "nodes": 1},
             "validationShare": 0.34, "augmentedShare": 0}
            """);
    Map<String, String> here = Map.of("OMP_WAIT_POLICY", "PASSIVE");
    CommandRun trained =
        run(
            arabic,
            here,
            "train",
            "--config",
            config,
            "--data",
            "phantom:cases=3,size=24",
            "--out",
            run,
            "--epochs",
            1,
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    assertTrue(trained.out().contains("done: 1 epoch"), trained::toString);
    Path model = folder.resolve("model.onnx");
    CommandRun exported =
        run(
            turkish,
            here,
            "export",
            "--run",
            run,
            "--dataset",
            "phantom",
            "--out",
            model,
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, exported.code(), exported::toString);
    CommandRun info = run(arabic, here, "info", model, "--json");
    assertEquals(
        "phantom",
        Json.createReader(new StringReader(info.out())).readObject().getString("dataset"));
    Path summary = folder.resolve("summary.json");
    CommandRun evaluated =
        run(
            arabic,
            here,
            "evaluate",
            "--model",
            model,
            "--data",
            "phantom:cases=3,size=24",
            "--split",
            "all",
            "--json",
            summary,
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, evaluated.code(), evaluated::toString);
    assertTrue(evaluated.out().endsWith("3 cases\n"), evaluated::toString);
    Json.createReader(new StringReader(Files.readString(summary))).readObject();
    Path image = folder.resolve("image.nii.gz");
    writeImage(image);
    Path labels = folder.resolve("labels.nii.gz");
    CommandRun predicted =
        run(turkish, here, "predict", "--model", model, "--in", image, "--out", labels);
    assertEquals(ExitCode.OK, predicted.code(), predicted::toString);
    assertEquals(10, Nifti.readLabels(labels).size().depth());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "bn-BD", "ne-NP", "my-MM", "th-TH-u-nu-thai", "tr-TR"})
  void pluginsAndDataAreFound(String tag) throws Exception {
    String[] parts = tag.split("-", 3);
    List<String> start =
        java(
            "-Duser.language=" + parts[0],
            "-Duser.country=" + parts[1],
            "-Duser.extensions=" + (parts.length > 2 ? parts[2] : ""));
    CommandRun verified =
        run(start, Map.of(), "verify", "--data", "phantom:cases=2,size=24", "--plugins", plugins);
    assertEquals("phantom: 2 cases, 0 errors, 0 warnings", verified.lastLine(), verified::toString);
  }

  @Test
  void namesThatAreNotAsciiCostALineEachWhereTheyCannotBeWritten() throws Exception {
    assumeTrue(
        "UTF-8".equals(System.getProperty("sun.jnu.encoding")), "file names are not UTF-8 here");
    Path model = folder.resolve("model.onnx");
    PhantomModel.export(new PreprocessingPlan(2, 20), model);
    Path in = Files.createDirectory(folder.resolve("in"));
    for (String name : List.of("a", "Übersicht", "画像", "z")) {
      writeImage(in.resolve(name + ".nii.gz"));
    }
    Path out = folder.resolve("out");
    CommandRun bare = run(java(), ASCII, "predict", "--model", model, "--in", in, "--out", out);
    assertEquals(ExitCode.DATA, bare.code(), bare::toString);
    assertEquals("2 images segmented, 2 failed", bare.lastLine(), bare::toString);
    assertEquals(2, bare.err().lines().filter(line -> line.contains("UTF-8 locale")).count());

    Path script = Path.of("firenet").toAbsolutePath();
    assumeTrue(Files.isExecutable(script), "there is no start script here");
    assumeTrue(Files.isDirectory(Path.of("target/firenet/lib")), "not packaged yet");
    CommandRun started =
        run(
            List.of(script.toString()),
            ASCII,
            "predict",
            "--model",
            model,
            "--in",
            in,
            "--out",
            out);
    assertEquals(ExitCode.OK, started.code(), started::toString);
    assertEquals("4 images segmented, 0 failed", started.lastLine(), started::toString);
    assertTrue(Files.exists(out.resolve("画像.nii.gz")));
  }

  @Test
  void outputThatIsLostIsNoSuccess() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
    for (String[] arguments : new String[][] {{"--version"}, {"--help"}, {"datasets", "--json"}}) {
      List<String> command = java();
      command.addAll(List.of(arguments));
      Path err = folder.resolve("stderr");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Path.of("/dev/full").toFile())
              .redirectError(err.toFile())
              .start();
      assertEquals(ExitCode.OUTPUT, process.waitFor(), String.join(" ", arguments));
      assertTrue(Files.readString(err).contains("cannot write to standard output"));
    }
  }
}
