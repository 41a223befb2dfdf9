package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.SafeTensors;
import io.firenet.launcher.process.ExitCode;
import io.firenet.testkit.FuzzRun;
import io.firenet.testkit.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files of every kind that the command line reads end in a result or in one line and the
 * exit code of their kind, never in an unexpected failure. Images, model cards and ONNX files have
 * the same in {@code ImageFormatContractTests}, {@code FuzzTests} and {@code ModelFuzzTests}.
 * {@code -Dfirenet.campaign.cases=2000} tries more, {@code -Dfirenet.fuzz.seed=7} others.
 */
class CampaignTests {

  private static final int CASES = Integer.getInteger("firenet.campaign.cases", 25);
  private static final int MANY = 40 * CASES;
  private static final long SEED = Long.getLong("firenet.fuzz.seed", 1);
  private static final Set<Integer> FORESEEN =
      Set.of(ExitCode.OK, ExitCode.DATA, ExitCode.MODEL, ExitCode.PLUGIN);

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path plugins;
  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    plugins = Files.createDirectory(shared.resolve("plugins"));
    BuiltPlugins.copyTo(plugins);
    run = shared.resolve("run");
    Path config =
        Files.writeString(
            shared.resolve("config.json"),
            """
            {"network": {"stemChannels": 4, "fabricChannels": 4, "branches": 1, "nodes": 1},
             "augmentedShare": 0}
            """);
    CommandRun trained =
        CommandRun.of(
            "train",
            "--config",
            config,
            "--data",
            "phantom:cases=2,size=24",
            "--out",
            run,
            "--epochs",
            1,
            "--steps-per-epoch",
            2,
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
  }

  /** What a command does with a damaged file. */
  private interface Attempt {
    CommandRun on(Mutations mutations) throws IOException;
  }

  private static void repeat(int cases, Attempt attempt) throws IOException {
    int refused = 0;
    for (int i = 0; i < cases; i++) {
      CommandRun ended = attempt.on(new Mutations(SEED * 1_000_003 + i));
      String which = "case %s of seed %s: %s".formatted(i, SEED, ended);
      assertTrue(FORESEEN.contains(ended.code()), which);
      if (ended.code() != ExitCode.OK) {
        refused++;
        assertTrue(
            ended.err().lines().filter(line -> line.startsWith("firenet: error")).count() <= 1,
            which);
      }
    }
    assertTrue(refused > 0, "the damage never matters");
  }

  @Test
  void runFolders() throws IOException {
    runFolders(CASES);
  }

  @Test
  void datasetListings() throws IOException {
    datasetListings(CASES);
  }

  @Test
  void pluginJars() throws IOException {
    pluginJars(CASES);
  }

  @Test
  @Tag("slow")
  void manyMore() throws IOException {
    runFolders(MANY);
    datasetListings(MANY);
    pluginJars(MANY);
  }

  private void runFolders(int cases) throws IOException {
    Path copy = folder.resolve("run");
    List<Path> files = files(run);
    for (Path file : files) {
      Path target = copy.resolve(run.relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
    List<Path> told =
        files.stream().filter(file -> file.toString().matches(".*(json|safetensors)")).toList();
    repeat(
        cases,
        mutations -> {
          Path original = mutations.any(told);
          Path file = copy.resolve(run.relativize(original));
          byte[] whole = Files.readAllBytes(original);
          boolean text = file.toString().endsWith("json");
          Files.write(file, text ? mutations.damageText(whole) : mutations.damage(whole));
          try {
            CommandRun info = CommandRun.of("info", copy, "--json");
            return info.code() != ExitCode.OK
                ? info
                : CommandRun.of(
                    "evaluate",
                    "--run",
                    copy,
                    "--data",
                    "phantom:cases=2,size=24",
                    "--split",
                    "all",
                    "--plugins",
                    plugins);
          } finally {
            Files.write(file, whole);
          }
        });
  }

  private void datasetListings(int cases) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    String listing =
        """
        {"name": "Hippocampus", "description": "", "modality": {"0": "MRI"},
         "labels": {"0": "background", "1": "Anterior", "2": "Posterior"}, "numTraining": 1,
         "training": [{"image": "./imagesTr/a.nii.gz", "label": "./labelsTr/a.nii.gz"}], "test": []}
        """;
    repeat(
        cases,
        mutations -> {
          Files.writeString(data.resolve("dataset.json"), mutations.damage(listing));
          return CommandRun.of("verify", "--data", "msd-hippocampus=" + data, "--plugins", plugins);
        });
  }

  /** A damaged jar costs itself alone: the other plugins are listed. */
  private void pluginJars(int cases) throws IOException {
    Path some = Files.createDirectories(folder.resolve("some"));
    Files.copy(
        plugins.resolve("PhantomDataset.jar"),
        some.resolve("phantom.jar"),
        StandardCopyOption.REPLACE_EXISTING);
    Path victim = plugins.resolve("HeartDataset.jar");
    byte[] whole = Files.readAllBytes(victim);
    Path damaged = some.resolve("damaged.jar");
    int[] warned = {0};
    for (int i = 0; i < cases; i++) {
      Files.write(damaged, new Mutations(SEED * 1_000_003 + i).damage(whole));
      CommandRun listed = CommandRun.of("datasets", "--plugins", some);
      String which = "case %s of seed %s: %s".formatted(i, SEED, listed);
      assertEquals(ExitCode.OK, listed.code(), which);
      assertTrue(listed.out().contains("phantom"), which);
      warned[0] += listed.err().contains("damaged.jar") ? 1 : 0;
    }
    assertTrue(warned[0] > 0, "the damage never matters");
  }

  @Test
  void safetensors() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    Map<String, SafeTensors.Entry> tensors = new LinkedHashMap<>();
    for (String name : List.of("a", "b")) {
      float[] values = {1, 2, 3, 4, 5, 6};
      tensors.put(name, new SafeTensors.Entry(new int[] {2, 3}, () -> values, read -> {}));
    }
    SafeTensors.write(file, tensors, Map.of("key", "value"));
    byte[] whole = Files.readAllBytes(file);
    new FuzzRun(4 << 20)
        .repeat(
            mutations -> {
              Files.write(file, mutations.damage(whole));
              return () -> SafeTensors.read(file, tensors, Optional.empty());
            });
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
