package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.engine.Compute;
import io.firenet.core.engine.Computes;
import io.firenet.core.engine.FakeGpu;
import io.firenet.core.io.JsonFile;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.Sampling;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.phantom.PhantomDataset;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.file.AtomicFile;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTests {

  private static final TrainingConfig CONFIG = TestSettings.of("{\"epochs\": 3}");
  private static final Map<String, DatasetSource> PHANTOM =
      Map.of("phantom", new DatasetSource(Optional.empty(), Map.of("cases", "5")));
  private static final PluginRegistry PLUGINS = plugins();

  @TempDir Path folder;

  @Test
  void lossFallsAndEveryFileIsThere() throws Exception {
    RunState state = train(folder.resolve("run"), () -> false);
    List<EpochRecord> history = state.history();
    assertEquals(3, history.size());
    assertTrue(history.get(2).trainingLoss() < history.get(0).trainingLoss());
    for (String file :
        List.of("run.json", "splits/phantom.json", "progress.json", "results.md", "results.json")) {
      assertTrue(Files.size(folder.resolve("run").resolve(file)) > 0, file);
    }
  }

  @ParameterizedTest
  @EnumSource(Sampling.class)
  void stoppedRunGoesOnAsIfItHadNotBeen(Sampling sampling) throws Exception {
    TrainingConfig config =
        with(
            "{'sampling': '%s', 'stepsPerEpoch': 4}"
                .formatted(sampling.name().toLowerCase(Locale.ROOT)));
    int[] steps = {0};
    RunState whole = train(config, PHANTOM, folder.resolve("whole"), () -> false);
    RunState part = train(config, PHANTOM, folder.resolve("part"), () -> ++steps[0] == 7);
    assertEquals(1, part.epochs());
    RunFolder run = RunFolder.open(folder.resolve("part"));
    RunState resumed =
        trainer(config, run, new RunSetup(PLUGINS).reopen(run, config, Map.of()), () -> false)
            .train();
    assertEquals(losses(whole), losses(resumed));
  }

  @Test
  void loneCaseTrainsWithoutValidation() throws Exception {
    Map<String, DatasetSource> one =
        Map.of("phantom", new DatasetSource(Optional.empty(), Map.of("cases", "1")));
    RunState state = train(CONFIG, one, folder.resolve("run"), () -> false);
    assertEquals(3, state.epochs());
    assertEquals(0, state.bestEpoch());
    assertEquals(Map.of(), state.history().get(2).validation());
    assertEquals(state, RunFolder.open(folder.resolve("run")).checkpoints().latestState().get());
  }

  @Test
  void validatesEveryOtherEpochAndTheLast() throws Exception {
    TrainingConfig config = with("{'validateEvery': 2, 'validationCases': 1, 'epochs': 5}");
    RunState state = train(config, PHANTOM, folder.resolve("run"), () -> false);
    List<Boolean> validated = state.history().stream().map(e -> !e.validation().isEmpty()).toList();
    assertEquals(List.of(false, true, false, true, true), validated);
    assertTrue(state.bestEpoch() >= 2, state::toString);
    JsonObject results = JsonFile.readObject(folder.resolve("run/results.json"));
    JsonObject phantom = results.getJsonArray("datasets").getJsonObject(0);
    assertEquals(2, phantom.getInt("validationCases"));
    assertEquals(15, phantom.getInt("steps"));
    EpochRecord last = state.history().get(4);
    assertNotEquals( // over two cases and over one of them
        phantom.getJsonNumber("score").doubleValue(), last.validation().get("phantom").value());
  }

  @Test
  void sameSeedTrainsTheSameTwiceAndAnotherOtherwise() throws Exception {
    List<Double> first = losses(train(folder.resolve("1"), () -> false));
    assertEquals(first, losses(train(folder.resolve("2"), () -> false)));
    RunFolder run = RunFolder.create(folder.resolve("3"));
    var datasets =
        new RunSetup(PLUGINS).start(run, CONFIG.toBuilder().seed(5).build(), PHANTOM, "test");
    Trainer other =
        new Trainer(
            CONFIG.toBuilder().seed(5).build(),
            datasets,
            run,
            TrainingListener.SILENT,
            () -> false);
    assertNotEquals(first, losses(other.train()));
  }

  @Test
  void exportedHeadComputesWhatTrainingReported() throws Exception {
    train(folder.resolve("run"), () -> false);
    RunFolder run = RunFolder.open(folder.resolve("run"));
    try (TrainedNetwork head = TrainedNetwork.open(run, PLUGINS, "phantom")) {
      head.export(folder.resolve("model.onnx")); // throws where ONNX Runtime disagrees
      assertEquals(3, head.card().provenance().epochs());
    }
    assertTrue(Files.size(folder.resolve("model.onnx")) > 0);
    IllegalArgumentException unknown =
        assertThrows(
            IllegalArgumentException.class, () -> TrainedNetwork.open(run, PLUGINS, "heart"));
    assertTrue(unknown.getMessage().contains("it has trained [phantom]"), unknown.getMessage());
  }

  @Test
  void damagedCheckpointIsNamed() throws Exception {
    train(folder.resolve("run"), () -> false);
    Path weights;
    try (var files = Files.walk(folder.resolve("run"))) {
      weights = files.filter(f -> f.endsWith("trunk.safetensors")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
    RunFolder run = RunFolder.open(folder.resolve("run"));
    IOException error =
        assertThrows(IOException.class, () -> TrainedNetwork.open(run, PLUGINS, "phantom"));
    assertTrue(error.getMessage().contains("trunk.safetensors is damaged"), error.getMessage());
  }

  @Test
  void timeLimitEndsTheRunAndSurvivesInItsFolder() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    TrainingConfig endless = CONFIG.toBuilder().epochs(100_000).minutes(0.05).build();
    var datasets = new RunSetup(PLUGINS).start(run, endless, PHANTOM, "test");
    RunState state =
        new Trainer(endless, datasets, run, TrainingListener.SILENT, () -> false).train();
    assertTrue(state.epochs() >= 1 && state.epochs() < 100_000, "epochs: " + state.epochs());
    double lastRate = state.history().get(state.epochs() - 1).learningRate();
    assertTrue(lastRate < endless.learningRate() / 2, "the rate followed the clock: " + lastRate);
    assertEquals(0.05, run.info().config().minutes());
    assertEquals(state.epochs(), run.results().orElseThrow().epoch());
  }

  @Test
  void aTimeLimitLeavesTheLeastNumberOfSteps() throws Exception {
    TrainingConfig hasty = with("{'minutes': 0.0001, 'leastSteps': 7, 'epochs': 100}");
    RunState state = train(hasty, PHANTOM, folder.resolve("run"), () -> false);
    assertEquals(7, state.steps());
    assertEquals(3, state.epochs()); // of 3, 3 and 1 steps
    state.history().stream()
        .limit(2) // the last step ends the run
        .forEach(epoch -> assertTrue(epoch.learningRate() > 1e-4, epoch::toString));
  }

  @Test
  void aFlippedBitOfTheWeightsIsNoticed() throws Exception {
    train(folder.resolve("run"), () -> false);
    RunFolder run = RunFolder.open(folder.resolve("run"));
    assertTrue(run.checkpoints().hasDigests());
    Path checkpoint = folder.resolve("run/checkpoints/epoch-00003");
    Path weights = checkpoint.resolve("phantom.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 5] ^= 1;
    Files.write(weights, bytes);
    IOException error =
        assertThrows(IOException.class, () -> TrainedNetwork.open(run, PLUGINS, "phantom"));
    assertTrue(
        error.getMessage().startsWith(weights + " is damaged: expected SHA-256"),
        error.getMessage());
    // as runs of earlier versions are
    Path state = checkpoint.resolve("state.json");
    JsonObject json = JsonFile.readObject(state);
    AtomicFile.writeJson(state, Json.createObjectBuilder(json).remove("sha256").build());
    assertFalse(run.checkpoints().hasDigests());
    TrainedNetwork.open(run, PLUGINS, "phantom").close();
  }

  @Test
  void anEmptiedHistoryIsNoticed() throws Exception {
    train(folder.resolve("run"), () -> false);
    RunFolder run = RunFolder.open(folder.resolve("run"));
    Path state = folder.resolve("run/checkpoints/epoch-00003/state.json");
    Files.writeString(state, "{\"bestEpoch\": 0, \"finishedAt\": \"\", \"history\": []}");
    IOException error = assertThrows(IOException.class, () -> run.checkpoints().latestState());
    assertTrue(error.getMessage().contains("of epoch 3, its history has 0"), error.getMessage());
  }

  @Test
  void whatOthersPutIntoARunFolderIsNeitherReadNorDeleted() throws Exception {
    Path path = folder.resolve("run");
    train(CONFIG.toBuilder().epochs(1).build(), PHANTOM, path, () -> false);
    Path checkpoints = path.resolve("checkpoints");
    Path own = checkpoints.resolve("epoch-00001");
    Path backup = Files.createDirectory(checkpoints.resolve("epoch-00001.bak"));
    Path later = Files.createDirectory(checkpoints.resolve("epoch-99999"));
    Path file = Files.writeString(checkpoints.resolve("epoch-00007"), "mine");
    Path link = Files.createSymbolicLink(checkpoints.resolve("epoch-00008"), own);
    Path note = Files.writeString(own.resolve("note.txt"), "mine");
    List<Path> strangers = List.of(backup, later, file, link, note);
    RunFolder run = RunFolder.open(path);
    TrainedNetwork.open(run, PLUGINS, "phantom").close();
    RunState state =
        trainer(CONFIG, run, new RunSetup(PLUGINS).reopen(run, CONFIG, Map.of()), () -> false)
            .train();
    assertEquals(3, state.epochs());
    for (Path stranger : strangers) {
      assertTrue(Files.exists(stranger, LinkOption.NOFOLLOW_LINKS), stranger::toString);
    }
    assertFalse(Files.exists(own.resolve("state.json")));
    RunFolder.open(path).checkpoints().clear();
    for (Path stranger : strangers) {
      assertTrue(Files.exists(stranger, LinkOption.NOFOLLOW_LINKS), stranger::toString);
    }
  }

  @Test
  void runWhoseTimeEndsInAValidationHasResults() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    TrainingConfig endless = CONFIG.toBuilder().epochs(100_000).minutes(0.1).build();
    var datasets = new RunSetup(PLUGINS).start(run, endless, PHANTOM, "test");
    TrainingListener slow =
        new TrainingListener() {
          @Override
          public void validationDone(int epoch, int done, int total) {
            long end = System.nanoTime() + 4_000_000_000L / total;
            while (System.nanoTime() < end) { // a single park may end at once
              LockSupport.parkNanos(end - System.nanoTime());
            }
          }
        };
    RunState state = new Trainer(endless, datasets, run, slow, () -> false).train();
    assertEquals(1, state.epochs());
    assertTrue(Files.exists(run.path().resolve("results.md")));
  }

  @Test
  void runIsNotOverwritten() throws Exception {
    train(folder.resolve("run"), () -> false);
    IOException error =
        assertThrows(IOException.class, () -> RunFolder.create(folder.resolve("run")));
    assertTrue(error.getMessage().contains("--resume"), error.getMessage());
  }

  private static RunState train(Path path, BooleanSupplier stop) throws Exception {
    return train(CONFIG, PHANTOM, path, stop);
  }

  private static RunState train(
      TrainingConfig config, Map<String, DatasetSource> sources, Path path, BooleanSupplier stop)
      throws Exception {
    RunFolder run = RunFolder.create(path);
    var datasets = new RunSetup(PLUGINS).start(run, config, sources, "test");
    return trainer(config, run, datasets, stop).train();
  }

  private static Trainer trainer(
      TrainingConfig config, RunFolder run, List<TrainingDataset> datasets, BooleanSupplier stop) {
    return new Trainer(config, datasets, run, TrainingListener.SILENT, stop);
  }

  private static TrainingConfig with(String settings) {
    String json = settings.replace('\'', '"');
    return RecordCodec.read(CONFIG, Json.createReader(new StringReader(json)).readObject());
  }

  private static List<Double> losses(RunState state) {
    return state.history().stream().map(EpochRecord::trainingLoss).toList();
  }

  private static PluginRegistry plugins() {
    PluginSource source = PluginSource.classPath(TrainerTests.class);
    return new PluginRegistry.Builder()
        .add(new PhantomDataset(), source)
        .add(new SegmentationDecoder(), source)
        .build();
  }

  @Test
  void aFullDeviceNamesTheCaseAndLeavesTheCheckpoint() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    boolean[] full = {false};
    Compute gpu = new FakeGpu(1L << 40, () -> full[0]).compute();
    var datasets = new RunSetup(PLUGINS, gpu).start(run, CONFIG, PHANTOM, "test");
    TrainingListener fillsUp =
        new TrainingListener() {
          @Override
          public void epochDone(RunState state) {
            full[0] = true;
          }
        };
    Trainer trainer = new Trainer(CONFIG, datasets, run, fillsUp, () -> false).on(gpu);
    String message = assertThrows(InvalidDatasetException.class, trainer::train).getMessage();
    assertTrue(message.startsWith("dataset phantom: training on case "), message);
    assertTrue(message.contains("needs more memory than cuda:0 has (CUDA out of"), message);
    assertTrue(message.contains("maxSide"), message);
    RunState state = run.checkpoints().latestState().orElseThrow();
    assertEquals(1, state.epochs());
    assertEquals("fake on cuda:0, f32", state.last().compute().orElseThrow());
    full[0] = false;
    RunSetup setup = new RunSetup(PLUGINS, gpu);
    RunState whole =
        new Trainer(
                CONFIG,
                setup.reopen(run, CONFIG, Map.of()),
                run,
                TrainingListener.SILENT,
                () -> false)
            .on(Computes.PLAIN)
            .train();
    assertEquals(CONFIG.epochs(), whole.epochs());
  }
}
