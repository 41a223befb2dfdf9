package io.firenet.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.Sha256;
import io.firenet.dataset.phantom.PhantomDataset;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.launcher.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on two executor processes of this machine, one of which is killed. */
@Tag("cluster")
class SparkCommandTests {

  private static final String DRIVER_LOG = "driver.log";
  private static final String FIRST_EPOCH = "checkpoints/epoch-00001/state.json";
  private static final String EXECUTORS = "executors before the kill";
  private static final String CLUSTER = "local-cluster[2,1,1024]";
  private static final String TINY =
      """
      {"network": {"stemChannels": 4, "fabricChannels": 6, "branches": 2, "nodes": 1, "rates": [1, 2]},
       "preprocessing": {"spacingMm": 3.0}, "augmentation": {"rotationSdDegrees": 0, "scaleSd": 0},
       "augmentedShare": 0.5, "validationCases": 0, "validationTime": 0, "learningRate": 3e-3}
      """;

  @TempDir Path folder;
  private Path settings;

  @BeforeEach
  void writeSettings() throws IOException {
    settings = Files.writeString(folder.resolve("tiny.json"), TINY);
  }

  private static Object[] and(Object[] first, Object... more) {
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private static Path jar(Class<?> plugin) throws URISyntaxException {
    return Path.of(plugin.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Object[] plugins() throws URISyntaxException {
    return new Object[] {
      "--plugins", jar(PhantomDataset.class), "--plugins", jar(SegmentationDecoder.class)
    };
  }

  private Object[] train(Path run, int epochs) throws URISyntaxException {
    return and(
        new Object[] {
          "train",
          "--data",
          "phantom:cases=8",
          "--config",
          settings,
          "--epochs",
          epochs,
          "--steps-per-epoch",
          "48",
          "--out",
          run,
          "--spark",
          CLUSTER,
          "--local-steps",
          "6"
        },
        plugins());
  }

  @Test
  void trainingWhoseExecutorIsKilledComesToTheSame() throws Exception {
    Path whole = folder.resolve("whole");
    CommandRun undisturbed = CommandRun.of(train(whole, 2));
    assertEquals(0, undisturbed.code(), undisturbed::toString);
    assertTrue(undisturbed.out().contains("2 workers of 1 core"), undisturbed::toString);

    Path run = folder.resolve("disturbed");
    ExecutorKill killed = ExecutorKill.when(folder, () -> Files.exists(run.resolve(FIRST_EPOCH)));
    CommandRun disturbed = CommandRun.of(train(run, 2));
    assertEquals(0, disturbed.code(), disturbed::toString);
    assertEquals(2, killed.alive(), EXECUTORS);
    assertEquals(weights(whole), weights(run));

    CommandRun plain =
        CommandRun.of(
            and(new Object[] {"train", "--out", run, "--resume", "--epochs", 3}, plugins()));
    assertEquals(0, plain.code(), plain::toString);
    assertTrue(plain.out().contains("epoch   3/3"), plain::toString);
  }

  private static Map<String, String> weights(Path run) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        digests.put(file.getFileName().toString(), Sha256.of(file));
      }
    }
    assertEquals(2, digests.size(), digests::toString);
    return digests;
  }

  @Test
  void cohortWhoseExecutorIsKilledIsWhole() throws Exception {
    Path images = CohortFolder.write(folder.resolve("images"), 24);
    Files.writeString(images.resolve("broken.nii.gz"), "no image");
    Path model = CohortFolder.MODEL;
    Path plain = folder.resolve("plain");
    CommandRun.of("predict", "--model", model, "--in", images, "--out", plain, "--threads", 1);

    Path out = folder.resolve("cohort");
    ExecutorKill killed = ExecutorKill.when(folder, () -> CohortFolder.labels(out).size() >= 4);
    Object[] predict = {
      "predict", "--model", model, "--in", images, "--out", out, "--spark", CLUSTER
    };
    CommandRun ended = CommandRun.of(predict);
    assertEquals(3, ended.code(), ended::toString);
    assertEquals(2, killed.alive(), EXECUTORS);
    assertTrue(ended.out().contains("24 images done, 0 were there, 1 failed"), ended::toString);
    assertEquals(CohortFolder.labels(plain), CohortFolder.labels(out));
    for (String name : CohortFolder.labels(plain)) {
      assertArrayEquals(
          Files.readAllBytes(plain.resolve(name)), Files.readAllBytes(out.resolve(name)), name);
    }
    List<String> table = Files.readAllLines(out.resolve("summary.csv"));
    assertEquals(26, table.size());
    assertEquals(
        "image,model,state,seconds,output,anterior (ml),posterior (ml),error,warnings",
        table.get(0));
    assertEquals(1, table.stream().filter(row -> row.contains(",failed,")).count());
    try (Stream<Path> files = Files.list(out)) {
      assertEquals(26, files.count(), "label maps, the table and what they are of");
    }

    Files.delete(out.resolve("case-03.nii.gz"));
    Files.write(out.resolve("case-05.nii.gz"), new byte[] {1, 2, 3});
    CommandRun again = CommandRun.of(predict);
    assertTrue(again.out().contains("2 images done, 22 were there, 1 failed"), again::toString);
    Path parquet = folder.resolve("table.parquet");
    CommandRun third = CommandRun.of(and(predict, "--table", parquet));
    assertEquals(3, third.code(), third::toString);
    List<String> states = new ArrayList<>();
    try (ParquetReader<Group> rows = ParquetTableTests.reader(parquet)) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        states.add(row.getString("state", 0));
      }
    }
    assertEquals(25, states.size());
    assertEquals(24, Collections.frequency(states, "kept"), states::toString);
    assertArrayEquals(
        Files.readAllBytes(plain.resolve("case-05.nii.gz")),
        Files.readAllBytes(out.resolve("case-05.nii.gz")));
  }

  @Test
  @Tag("slow")
  void crossValidationWhoseExecutorIsKilledComesToTheSame() throws Exception {
    Path plain = folder.resolve("plain");
    Object[] crossval =
        and(
            new Object[] {
              "crossval",
              "--data",
              "phantom:cases=8",
              "--config",
              settings,
              "--epochs",
              4,
              "--steps-per-epoch",
              "40",
              "--folds",
              2
            },
            plugins());
    CommandRun expected = CommandRun.of(and(crossval, "--out", plain));
    assertEquals(0, expected.code(), expected::toString);

    Path out = folder.resolve("cluster");
    ExecutorKill killed =
        ExecutorKill.when(
            folder,
            () -> {
              try (Stream<Path> files = Files.walk(out)) {
                return files.anyMatch(file -> file.endsWith("epoch-00002"));
              } catch (IOException | UncheckedIOException e) {
                return false; // not there yet, or gone meanwhile
              }
            });
    CommandRun ended = CommandRun.of(and(crossval, "--out", out, "--spark", CLUSTER));
    assertEquals(0, ended.code(), ended::toString);
    assertEquals(2, killed.alive(), EXECUTORS);
    assertEquals(table(expected.out()), table(ended.out()));
  }

  private static List<String> table(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    return lines.stream().filter(line -> line.startsWith("FIRENet")).toList();
  }

  @Test
  @Tag("slow")
  void trainingWhoseDriverIsKilledGoesOnFromItsLastCheckpoint() throws Exception {
    Path whole = folder.resolve("whole");
    assertEquals(0, CommandRun.of(train(whole, 3)).code());
    Path run = folder.resolve("run");
    Process driver = driver(train(run, 3));
    awaitFirstEpoch(run, driver);
    List<ProcessHandle> executors = driver.descendants().toList();
    driver.destroyForcibly();
    awaitEnds(driver, executors);
    CommandRun resumed =
        CommandRun.of(
            and(
                new Object[] {
                  "train", "--out", run, "--resume", "--spark", CLUSTER, "--local-steps", "6"
                },
                plugins()));
    assertEquals(0, resumed.code(), resumed::toString);
    assertTrue(resumed.err().contains("taken over"), resumed::toString);
    assertEquals(weights(whole), weights(run));
  }

  /** A process of its own, which can be ended; its output goes into a file. */
  private Process driver(Object... arguments) throws IOException {
    return JavaProcess.start(
        folder.resolve(DRIVER_LOG),
        System.getProperty("java.class.path"),
        "io.firenet.launcher.Firenet",
        arguments);
  }

  private void awaitFirstEpoch(Path run, Process driver) throws Exception {
    try {
      FolderEvents.await(folder, () -> Files.exists(run.resolve(FIRST_EPOCH)), driver.onExit());
    } catch (IllegalStateException e) {
      throw new AssertionError(Files.readString(folder.resolve(DRIVER_LOG)), e);
    }
  }

  private static void awaitEnds(Process driver, List<ProcessHandle> executors) throws Exception {
    driver.onExit().get(FolderEvents.PATIENCE_SECONDS, TimeUnit.SECONDS);
    for (ProcessHandle executor : executors) { // they follow their driver by themselves
      executor.onExit().get(FolderEvents.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void trainingThatIsToldToStopGivesUpItsRoundAndSaysWhatIsKept() throws Exception {
    Path run = folder.resolve("run");
    Process driver = driver(train(run, 400));
    awaitFirstEpoch(run, driver);
    List<ProcessHandle> executors = driver.descendants().toList();
    driver.destroy();
    awaitEnds(driver, executors);
    String said = Files.readString(folder.resolve(DRIVER_LOG));
    assertEquals(143, driver.exitValue(), said); // ended by SIGTERM
    List<String> log = Files.readAllLines(run.resolve("log.txt"));
    String last = log.get(log.size() - 1);
    assertTrue(last.matches("interrupted; \\d+ epochs? kept, go on with: .*--resume"), said);
    assertTrue(said.contains(last), said);
    assertFalse(said.contains("firenet: error"), said);
    assertTrue(
        log.stream().anyMatch(line -> line.matches("epoch 1 round 4: 12 steps by 2 workers, .*")),
        log::toString);
  }

  /** A GPU that is none: what the worker says of it tells which one it was to take. */
  @Test
  void theGpuThatSparkGivesIsTheWorkersDevice() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("gpus.sh"),
            "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"3\"]}'\n");
    assertTrue(script.toFile().setExecutable(true));
    Object[] gpu =
        and(
            train(folder.resolve("run"), 1),
            "--spark-conf",
            "spark.worker.resource.gpu.amount=1",
            "--spark-conf",
            "spark.worker.resource.gpu.discoveryScript=" + script,
            "--spark-conf");
    CommandRun given = CommandRun.of(and(gpu, "spark.executor.resource.gpu.amount=1"));
    assertTrue(given.err().contains("--device cuda:3 cannot be used"), given::toString);
    assertEquals(2, given.code(), given::toString);
    CommandRun two = CommandRun.of(and(gpu, "spark.executor.resource.gpu.amount=2"));
    assertEquals(2, two.code(), two::toString);
    assertTrue(two.err().contains("an executor computes on one GPU"), two::toString);
  }

  @Test
  void aMasterThatSaysTooLittleIsRefusedInOneLine() {
    CommandRun ended =
        CommandRun.of(
            "predict",
            "--model",
            "../models/hippocampus.onnx",
            "--in",
            ".",
            "--out",
            folder,
            "--spark",
            "spark://nowhere:7077");
    assertEquals(2, ended.code(), ended::toString);
    assertTrue(ended.err().contains("--spark-conf spark.executor.cores=N"), ended::toString);
    CommandRun alone =
        CommandRun.of(
            "train", "--data", "phantom", "--out", folder.resolve("r"), "--outer", "nesterov");
    assertEquals(2, alone.code(), alone::toString);
    assertTrue(alone.err().contains("--outer goes with --spark MASTER"), alone::toString);
  }
}
