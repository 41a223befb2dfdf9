package io.firenet.launcher.command.plugins;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.launcher.BuiltPlugins;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.Firenet;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.project.BuiltProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginsNewCommandTests {

  private static final String ARTIFACT = "repository/io/firenet/%s/1/%s";

  @TempDir Path home;
  @TempDir Path folder;

  @BeforeEach
  void makeADistribution() throws IOException {
    BuiltPlugins.copyTo(Files.createDirectory(home.resolve("plugins")));
    for (String artifact : List.of("firenet", "firenet-api", "firenet-fabric-core")) {
      for (String file : List.of("any.pom", "any.jar", "_remote.repositories")) {
        Path path = home.resolve(ARTIFACT.formatted(artifact, file));
        Files.createDirectories(path.getParent());
        Files.writeString(path, file);
      }
    }
    System.setProperty(PluginFolders.HOME_PROPERTY, home.toString());
  }

  @AfterEach
  void forgetIt() {
    System.clearProperty(PluginFolders.HOME_PROPERTY);
  }

  private CommandRun newPlugin(String name, String... options) {
    return CommandRun.of(
        Stream.concat(Stream.of("plugins", "new", name), Stream.of(options)).toArray());
  }

  @Test
  void aDatasetProjectPassesItsTestsAtOnce() throws Exception {
    Path project = folder.resolve("hip");
    CommandRun run = newPlugin("left-hip2", "--out", project.toString());
    assertEquals(ExitCode.OK, run.code(), run::toString);
    Path toFillIn = project.resolve("src/main/java/org/example/LeftHip2Dataset.java");
    assertTrue(run.out().contains(toFillIn.toString()), run::toString);
    assertTrue(Files.readString(toFillIn).contains("FILL IN"));
    BuiltProject.of(project).assertTestsPass("LeftHip2DatasetContractTests");
  }

  @Test
  void aDecoderProjectPassesItsTestsAtOnce() throws Exception {
    Path project = folder.resolve("boundary");
    CommandRun run = newPlugin("boundary", "--decoder", "--out", project.toString());
    assertEquals(ExitCode.OK, run.code(), run::toString);
    BuiltProject.of(project).assertTestsPass("BoundaryDecoderContractTests");
  }

  @Test
  void aNetworkProjectPassesItsTestsAndIsListedTrainedAndExported() throws Exception {
    Path project = folder.resolve("net");
    CommandRun written = newPlugin("two-scales", "--network", "--out", project.toString());
    assertEquals(ExitCode.OK, written.code(), written::toString);
    Path toFillIn = project.resolve("src/main/java/org/example/TwoScalesNetwork.java");
    assertTrue(written.out().contains("fill in  " + toFillIn), written::toString);
    assertTrue(Files.readString(toFillIn).contains("FILL IN"));
    BuiltProject built = BuiltProject.of(project);
    built.assertTestsPass("TwoScalesNetworkContractTests");

    Path jar = BuiltPlugins.copy(built.bundle(), folder.resolve("two-scales.jar"));
    CommandRun listed = CommandRun.of("networks", "two-scales", "--plugins", jar);
    assertTrue(listed.out().startsWith("two-scales: two scales\n"), listed::toString);
    assertTrue(listed.out().contains("{\"channels\":16}"), listed::toString);
    Path config = folder.resolve("config.json");
    Path run = folder.resolve("run");
    List<Object> train = new ArrayList<>(List.of("train", "--config", config, "--plugins", jar));
    train.addAll(List.of("--data", "phantom:cases=3,size=24", "--epochs", 1, "--out", run));
    Files.writeString(config, "{\"network\": {\"name\": \"two-scales\", \"channels\": 0}}");
    CommandRun.of(train.toArray())
        .assertError(ExitCode.USAGE, "network setting channels must be 1 or more, got 0");
    Files.writeString(config, "{\"network\": {\"name\": \"two-scales\", \"channels\": 4}}");
    CommandRun trained = CommandRun.of(train.toArray());
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    Path model = folder.resolve("model.onnx");
    CommandRun exported =
        CommandRun.of(
            "export", "--run", run, "--dataset", "phantom", "--plugins", jar, "--out", model);
    assertEquals(ExitCode.OK, exported.code(), exported::toString);
    assertTrue(exported.out().contains("ONNX Runtime agrees"), exported::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--verbose", "--decoder", "--network"})
  void itsReadmeHasCommandsThatAreUnderstood(String kind) throws IOException {
    Path project = folder.resolve("project");
    newPlugin("hip", kind, "--out", project.toString());
    List<String> commands =
        Files.readString(project.resolve("README.md"))
            .replaceAll("`(firenet [^`]*)`", "\n$1\n") // those within sentences
            .lines()
            .filter(line -> line.startsWith("firenet "))
            .toList();
    assertFalse(commands.isEmpty());
    for (String command : commands) {
      String[] arguments = command.replaceFirst("firenet ", "").split(" ");
      assertDoesNotThrow(() -> Firenet.commandLine().parseArgs(arguments));
    }
  }

  @Test
  void dataFillsInTheDescriptor() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(
        data.resolve("dataset.json"),
        """
        {"name": "Twelve", "description": "said \\"so\\" in C:\\\\data,\\n twice", "licence": "CC0",
         "modality": {"0": "T1", "1": "T2"}, "labels": {"10": "k", "9": "j", "8": "i", "7": "h",
         "6": "g", "5": "f", "4": "e e", "3": "d/*", "2": "c", "1": "b", "0": "background"}}
        """);
    Path project = folder.resolve("twelve");
    CommandRun run = newPlugin("twelve", "--data", data.toString(), "--out", project.toString());
    assertEquals(ExitCode.OK, run.code(), run::toString);
    BuiltProject built = BuiltProject.of(project);
    assertEquals(
        DatasetDescriptor.builder("twelve")
            .title("said \"so\" in C:\\data, twice")
            .channels("T1", "T2")
            .labels("background", "b", "c", "d/*", "e e", "f", "g", "h", "i", "j", "k")
            .licence("CC0")
            .citation("unknown")
            .build(),
        built.<DatasetProvider>provider("TwelveDataset").descriptor());
    built.assertTestsPass("TwelveDatasetContractTests");
  }

  @Test
  void saysWhichDataCannotFillItIn() throws IOException {
    String out = folder.resolve("x").toString();
    newPlugin("hip", "--data", folder.toString(), "--out", out)
        .assertError(ExitCode.DATA, folder.toString(), "a Decathlon dataset.json");
    Path json = folder.resolve("dataset.json");
    Files.writeString(
        json, "{\"modality\": {\"0\": \"CT\"}, \"labels\": {\"0\": \"a\", \"2\": \"b\"}}");
    newPlugin("hip", "--data", folder.toString(), "--out", out)
        .assertError(ExitCode.DATA, "\"labels\" is {0=a, 2=b}", "without a gap");
    Files.writeString(json, "no");
    newPlugin("hip", "--data", folder.toString(), "--out", out)
        .assertError(ExitCode.DATA, "dataset.json: not valid JSON");
    newPlugin("hip", "--decoder", "--data", folder.toString(), "--out", out)
        .assertError(ExitCode.USAGE, "a decoder reads no folder, leave --data out");
    newPlugin("hip", "--network", "--data", folder.toString(), "--out", out)
        .assertError(ExitCode.USAGE, "a network reads no folder, leave --data out");
    assertEquals(List.of(json), filesOf(folder));
  }

  @Test
  void bringsWhatItIsCompiledWithAndLeavesNoPlaceholder() throws IOException {
    for (String kind : List.of("--verbose", "--decoder", "--network")) {
      Path project = folder.resolve("project" + kind);
      newPlugin("hip", kind, "--out", project.toString());
      for (Path file : filesOf(project)) {
        assertFalse(
            Files.readString(file).matches("(?s).*(__[A-Z]+__|@[a-z.]+@|<!-- /?training).*"),
            file::toString);
      }
      assertTrue(Files.exists(project.resolve(".gitignore")));
      boolean engine =
          Files.exists(project.resolve(ARTIFACT.formatted("firenet-fabric-core", "any.jar")));
      boolean trains = !kind.equals("--verbose");
      assertEquals(trains, engine);
      String pom = Files.readString(project.resolve("pom.xml"));
      assertEquals(trains, pom.contains("<artifactId>firenet-fabric-core</artifactId>"), pom);
      assertEquals(trains, pom.contains("<OMP_WAIT_POLICY>"), pom);
      assertTrue(pom.contains("maven-surefire-plugin"), pom);
      assertTrue(Files.exists(project.resolve(ARTIFACT.formatted("firenet-api", "any.pom"))));
      assertFalse(
          Files.exists(project.resolve(ARTIFACT.formatted("firenet-api", "_remote.repositories"))));
    }
  }

  /** Maven keeps a snapshot that has no time in its name for good. */
  @Test
  void snapshotsHaveTheTimeOfTheirBuild() throws IOException {
    Path version = home.resolve("repository/io/firenet/firenet-api/2-SNAPSHOT");
    Path jar = Files.createDirectories(version).resolve("firenet-api-2-SNAPSHOT-testkit.jar");
    Files.writeString(jar, "jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-03-04T05:06:07Z")));
    Path project = folder.resolve("hip");
    newPlugin("hip", "--out", project.toString());
    Path copy = project.resolve(home.relativize(version));
    assertTrue(Files.exists(copy.resolve("firenet-api-2-20260304.050607-1-testkit.jar")));
    String metadata = Files.readString(copy.resolve("maven-metadata.xml"));
    assertTrue(metadata.contains("<timestamp>20260304.050607</timestamp>"), metadata);
    assertTrue(metadata.contains("<version>2-SNAPSHOT</version>"), metadata);
  }

  @Test
  void thePageOnPluginsShowsTheClassThatIsWritten() throws IOException {
    newPlugin("bones-spine", "--out", folder.resolve("x").toString());
    String page = Files.readString(Path.of("docs", "plugins.md"));
    for (Path file : filesOf(folder.resolve("x/src"))) {
      for (String line : Files.readAllLines(file)) {
        boolean filledIn = line.contains("FILL IN") || line.startsWith("/**");
        assertTrue(filledIn || page.contains(line), () -> "the page lacks: " + line);
      }
    }
  }

  @Test
  void keepsAnExistingFolder() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine"), "of value");
    newPlugin("hip", "--out", mine.toString())
        .assertError(ExitCode.OUTPUT, "mine", "exists already");
    newPlugin("hip", "--out", folder.toString()).assertError(ExitCode.OUTPUT, "exists already");
    assertEquals(List.of(mine), filesOf(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hip", "left_hip", "3d-hip", "hip-", "-", "a..b", "../hip", ""})
  void refusesANameThatNoClassCanHave(String name) throws IOException {
    CommandRun run = CommandRun.of("plugins", "new", "--out", folder.resolve("x"), "--", name);
    run.assertError(ExitCode.USAGE, "such as hip-bones, got '" + name + "'");
    assertEquals(List.of(), filesOf(folder));
  }

  @Test
  void refusesANameThatIsTakenAndListsThem() {
    newPlugin("phantom", "--out", folder.resolve("x").toString())
        .assertError(ExitCode.USAGE, "a dataset 'phantom' already", "msd-hippocampus");
    newPlugin("segmentation", "--decoder", "--out", folder.resolve("x").toString())
        .assertError(ExitCode.USAGE, "a decoder 'segmentation' already");
    newPlugin("vnet", "--network", "--out", folder.resolve("x").toString())
        .assertError(ExitCode.USAGE, "a network 'vnet' already", "firenet");
    newPlugin("hip", "--network", "--decoder", "--out", folder.resolve("x").toString())
        .assertError(ExitCode.USAGE, "error: --decoder, --network are mutually exclusive");
  }

  @Test
  void leavesNothingBehindWhereItFails() throws IOException {
    Path broken = home.resolve(ARTIFACT.formatted("firenet-api", "broken.jar"));
    Files.createSymbolicLink(broken, home.resolve("absent"));
    newPlugin("hip", "--out", folder.resolve("hip").toString())
        .assertError(ExitCode.OUTPUT, "cannot write", "broken.jar");
    assertEquals(List.of(), filesOf(folder));
  }

  @Test
  void saysWhatTheDistributionLacks() throws IOException {
    Path engine = home.resolve("repository/io/firenet/firenet-fabric-core");
    Files.move(engine, home.resolve("elsewhere"));
    newPlugin("hip", "--decoder", "--out", folder.resolve("hip").toString())
        .assertError(ExitCode.PLUGIN, "it lacks firenet-fabric-core");
    System.clearProperty(PluginFolders.HOME_PROPERTY);
    newPlugin("hip", "--out", folder.resolve("hip").toString())
        .assertError(ExitCode.PLUGIN, "start it with launcher/firenet");
    assertEquals(List.of(), filesOf(folder));
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
