package io.firenet.core.training.averaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.cache.PreparedCase;
import io.firenet.core.engine.Compute;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.io.Sha256;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.RenamedPhantom;
import io.firenet.core.training.RunMemory;
import io.firenet.core.training.RunSetup;
import io.firenet.core.training.TestSettings;
import io.firenet.core.training.Trainer;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.TrainingRound;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.EpochPlan;
import io.firenet.core.training.sample.SampleQueue;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.phantom.PhantomDataset;
import io.firenet.decoder.classification.ClassificationDecoder;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.preprocess.Preprocessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several workers, without what would bring them to other machines. */
class AveragedTrainingTests {

  private static final TrainingConfig CONFIG =
      TestSettings.of("{\"epochs\": 2, \"stepsPerEpoch\": 7, \"averaging\": 0.99}");
  private static final int NEVER = -1; // stop after so many rounds
  private static final AveragingSettings GRADIENTS =
      new AveragingSettings(1, OuterUpdate.AVERAGE, ValueFormat.FLOAT32);
  private static final AveragingSettings WEIGHTS =
      new AveragingSettings(2, OuterUpdate.AVERAGE, ValueFormat.BFLOAT16);
  private static final AveragingSettings NESTEROV =
      new AveragingSettings(2, OuterUpdate.NESTEROV, ValueFormat.BFLOAT16);
  private static final Map<String, DatasetSource> PHANTOM =
      Map.of("phantom", new DatasetSource(Optional.empty(), Map.of("cases", "6")));
  private static final PluginRegistry PLUGINS =
      new PluginRegistry.Builder()
          .add(new PhantomDataset(), PluginSource.classPath(AveragedTrainingTests.class))
          .add(new SegmentationDecoder(), PluginSource.classPath(AveragedTrainingTests.class))
          .build();

  @TempDir Path folder;

  /** What the whole thing rests on: three workers, two updates, against Adam written out. */
  @Test
  void oneStepOfEachWorkerIsOneStepOnTheMeanOfTheirGradients() throws Exception {
    TrainingConfig config = TestSettings.of("{\"epochs\": 1, \"stepsPerEpoch\": 6}");
    RunFolder run = RunFolder.create(folder.resolve("run"));
    var datasets = new RunSetup(PLUGINS).start(run, config, PHANTOM, "test");
    Map<String, float[]> expected = meanGradientSteps(config, datasets, 3);
    try (LocalCrew crew = new LocalCrew(3, run, config, GRADIENTS, PLUGINS)) {
      trainer(config, run, datasets, () -> false, GRADIENTS, crew).train();
      assertEquals(2, crew.rounds);
    }
    try (TrainingEngine trained = engine(config, datasets)) {
      run.checkpoints().resume(trained);
      WeightGroups.of(trained)
          .forEach(
              (name, group) -> {
                assertEquals(2, group.updates(), name);
                float[] weights = WeightGroups.get(group, Weight::values);
                assertArrayEquals(expected.get(name), weights, 2e-6f, name);
              });
    }
  }

  /** Weights after two of Adam's updates, each by the mean over three samples at one place. */
  private static Map<String, float[]> meanGradientSteps(
      TrainingConfig config, List<TrainingDataset> datasets, int workers) throws Exception {
    EpochPlan plan = EpochPlan.draw(datasets, config.sampling(), 6, config.seed(), 1);
    int[][] shares = EpochShares.of(plan.cases(), workers);
    CaseCache cache = new CaseCache(new Preprocessor(config.preprocessing()), Optional.empty());
    Map<String, float[]> weights = new TreeMap<>();
    Map<String, double[][]> moments = new TreeMap<>();
    try (TrainingEngine engine = engine(config, datasets)) {
      Map<String, WeightGroup> groups = WeightGroups.of(engine);
      for (int update = 1; update <= 2; update++) {
        Map<String, double[]> sums = new TreeMap<>();
        for (int worker = 0; worker < workers; worker++) {
          int[] step = {shares[worker][update - 1]};
          try (SampleQueue queue = new SampleQueue(cache, config, plan.only(step))) {
            PreparedCase sample = queue.next();
            engine
                .network(sample.dataset())
                .gradients(sample.image().data(), sample.target(), sample.size());
          }
          groups.forEach((name, group) -> add(sums, name, group));
        }
        double progress = (update - 1) * workers / 6.0;
        double rate = config.learningRateAt(progress, (update - 1L) * workers);
        for (Map.Entry<String, WeightGroup> group : groups.entrySet()) {
          float[] values = WeightGroups.get(group.getValue(), Weight::values);
          double[][] both =
              moments.computeIfAbsent(group.getKey(), name -> new double[2][values.length]);
          double[] sum = sums.get(group.getKey());
          for (int i = 0; i < values.length; i++) {
            double mean = sum[i] / workers;
            both[0][i] = 0.9 * both[0][i] + 0.1 * mean;
            both[1][i] = 0.999 * both[1][i] + 0.001 * mean * mean;
            double first = both[0][i] / (1 - Math.pow(0.9, update));
            double second = both[1][i] / (1 - Math.pow(0.999, update));
            values[i] -= (float) (rate * first / (Math.sqrt(second) + 1e-8));
          }
          WeightGroups.set(group.getValue(), values, Weight::set);
          weights.put(group.getKey(), values);
        }
      }
    }
    return weights;
  }

  private static void add(Map<String, double[]> sums, String name, WeightGroup group) {
    float[] gradient = WeightGroups.get(group, Weight::gradient);
    double[] sum = sums.computeIfAbsent(name, any -> new double[gradient.length]);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += gradient[i];
    }
  }

  @Test
  void oneWorkerWithOneStepARoundTrainsAsNone() throws Exception {
    RunFolder plain = RunFolder.create(folder.resolve("plain"));
    var datasets = new RunSetup(PLUGINS).start(plain, CONFIG, PHANTOM, "test");
    RunState expected =
        new Trainer(CONFIG, datasets, plain, TrainingListener.SILENT, () -> false).train();
    RunState state = train("run", CONFIG, GRADIENTS, 1, NEVER, -1);
    assertEquals(losses(expected), losses(state));
    assertEquals(weights(plain.path()), weights(folder.resolve("run")));
  }

  @Test
  void stoppedRunGoesOnAsIfItHadNotBeenByAllWays() throws Exception {
    for (AveragingSettings settings : List.of(GRADIENTS, WEIGHTS, NESTEROV)) {
      String name = "h%s-%s".formatted(settings.localSteps(), settings.outer().momentum());
      RunState whole = train(name + "-whole", CONFIG, settings, 2, NEVER, -1);
      int stopAt = settings.localSteps() == 1 ? 6 : 3; // in the second epoch
      RunState part = train(name + "-part", CONFIG, settings, 2, stopAt, -1);
      assertEquals(1, part.epochs());
      RunFolder run = RunFolder.open(folder.resolve(name + "-part"));
      assertEquals(losses(whole), losses(resume(run, CONFIG, settings, 2)));
      assertEquals(weights(folder.resolve(name + "-whole")), weights(run.path()));
    }
  }

  /** As if every machine had been replaced in the middle of an epoch. */
  @Test
  void workersThatAreReplacedChangeNothing() throws Exception {
    RunState whole = train("whole", CONFIG, WEIGHTS, 2, NEVER, -1);
    RunState disturbed = train("disturbed", CONFIG, WEIGHTS, 2, NEVER, 1);
    assertEquals(losses(whole), losses(disturbed));
    assertEquals(weights(folder.resolve("whole")), weights(folder.resolve("disturbed")));
  }

  @Test
  void aRunGoesFromWorkersToOneProcessAndBack() throws Exception {
    TrainingConfig longer = CONFIG.toBuilder().epochs(4).build();
    train("run", CONFIG, WEIGHTS, 2, NEVER, -1);
    RunFolder run = RunFolder.open(folder.resolve("run"));
    TrainingConfig third = CONFIG.toBuilder().epochs(3).build();
    var datasets = new RunSetup(PLUGINS).reopen(run, third, Map.of());
    RunState state =
        new Trainer(third, datasets, run, TrainingListener.SILENT, () -> false).train();
    assertEquals(3, state.epochs());
    state = resume(run, longer, WEIGHTS, 2);
    assertEquals(4, state.epochs());
    assertEquals(28, state.steps());
    List<Double> losses = losses(state);
    assertTrue(losses.get(3) < losses.get(0), losses::toString);
  }

  /** What either leaves, the other goes on with: the optimiser's state is as far as it says. */
  @Test
  void updatesAreCountedAsThoseOfOneProcess() throws Exception {
    TrainingConfig config = TestSettings.of("{\"epochs\": 2, \"stepsPerEpoch\": 12}");
    train("run", config, WEIGHTS, 3, NEVER, -1);
    RunFolder run = RunFolder.open(folder.resolve("run"));
    var datasets = new RunSetup(PLUGINS).reopen(run, config, Map.of());
    try (TrainingEngine engine = engine(config, datasets)) {
      run.checkpoints().resume(engine);
      WeightGroups.of(engine).forEach((name, group) -> assertEquals(24, group.updates(), name));
    }
  }

  @Test
  void headsOfSeveralDatasetsTrainSideBySide() throws Exception {
    PluginSource source = PluginSource.classPath(AveragedTrainingTests.class);
    PluginRegistry plugins =
        new PluginRegistry.Builder()
            .add(new PhantomDataset(), source)
            .add(new RenamedPhantom("contrast"), source)
            .add(new SegmentationDecoder(), source)
            .add(new ClassificationDecoder(), source)
            .build();
    Map<String, DatasetSource> sources = new LinkedHashMap<>(PHANTOM);
    sources.put(
        "contrast",
        new DatasetSource(Optional.empty(), Map.of("cases", "6", "task", "classification")));
    RunFolder run = RunFolder.create(folder.resolve("run"));
    TrainingConfig config = TestSettings.of("{\"epochs\": 2, \"stepsPerEpoch\": 10}");
    var datasets = new RunSetup(plugins).start(run, config, sources, "test");
    try (LocalCrew crew = new LocalCrew(2, run, config, WEIGHTS, plugins)) {
      RunState state = trainer(config, run, datasets, () -> false, WEIGHTS, crew).train();
      assertEquals(20, state.steps());
      assertEquals(10, state.steps("phantom"));
      assertEquals(10, state.steps("contrast"));
      assertTrue(state.last().trainingLoss() < state.history().get(0).trainingLoss());
    }
  }

  @Test
  void momentumOfTheOuterUpdateChangesTheResult() throws Exception {
    RunState with = train("with", CONFIG, NESTEROV, 2, NEVER, -1);
    RunState without = train("without", CONFIG, WEIGHTS, 2, NEVER, -1);
    assertNotEquals(losses(with), losses(without));
    assertTrue(with.last().trainingLoss() < with.history().get(0).trainingLoss());
  }

  /** A checkpoint with it is read by those that have none, who leave it out of the next one. */
  @Test
  void momentumOfTheOuterUpdateIsInCheckpointsUntilSomebodyElseTrains() throws Exception {
    train("run", CONFIG, NESTEROV, 2, NEVER, -1);
    RunFolder run = RunFolder.open(folder.resolve("run"));
    var datasets = new RunSetup(PLUGINS).reopen(run, CONFIG, Map.of());
    try (TrainingEngine engine = engine(CONFIG, datasets)) {
      Map<String, float[]> kept = run.checkpoints().resume(engine);
      assertEquals(WeightGroups.of(engine).keySet(), kept.keySet());
      for (float[] values : kept.values()) {
        double sum = 0;
        for (float value : values) {
          sum += Math.abs(value);
        }
        assertTrue(sum > 0, "no group stood still");
      }
      TrainingConfig third = CONFIG.toBuilder().epochs(3).build();
      new Trainer(third, datasets, run, TrainingListener.SILENT, () -> false).train();
      assertEquals(Map.of(), run.checkpoints().resume(engine));
    }
  }

  /** Where they are too many for it, a worker says so; the driver's own memory is not asked. */
  @Test
  void workersPlanForTheirShareOfTheMemory() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    var datasets = new RunSetup(PLUGINS).start(run, CONFIG, PHANTOM, "test");
    try (LocalCrew crew = new LocalCrew(2, run, CONFIG, WEIGHTS, PLUGINS)) {
      crew.memory = RunMemory.share(() -> 300L << 20); // less than libraries take
      Trainer trainer = trainer(CONFIG, run, datasets, () -> false, WEIGHTS, crew);
      UncheckedIOException refused = assertThrows(UncheckedIOException.class, trainer::train);
      String message = String.valueOf(refused.getCause().getMessage());
      assertTrue(message.contains("of which 0.3 GiB are available"), message);
    }
  }

  @Test
  void learningRateOfAnEpochIsThatOfItsLastSteps() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    var datasets = new RunSetup(PLUGINS).start(run, CONFIG, PHANTOM, "test");
    try (LocalCrew crew = new LocalCrew(2, run, CONFIG, WEIGHTS, PLUGINS)) {
      RunState state = trainer(CONFIG, run, datasets, () -> false, WEIGHTS, crew).train();
      // The last round does steps 4, 5 and 6; one worker has the first and the last of them.
      assertEquals(
          CONFIG.learningRateAt(6 / 14.0, 6), state.history().get(0).learningRate(), 1e-12);
      assertEquals(CONFIG.learningRateAt(13 / 14.0, 13), state.last().learningRate(), 1e-12);
    }
  }

  @Test
  void everyRoundIsToldWithWhatItTook() throws Exception {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    var datasets = new RunSetup(PLUGINS).start(run, CONFIG, PHANTOM, "test");
    List<TrainingRound> rounds = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void roundDone(int epoch, TrainingRound round) {
            rounds.add(round);
          }
        };
    try (LocalCrew crew = new LocalCrew(2, run, CONFIG, WEIGHTS, PLUGINS)) {
      new Trainer(CONFIG, datasets, run, listener, () -> false)
          .stepping(new AveragedStepping(WEIGHTS, CONFIG.optimiser(), crew))
          .train();
      assertEquals(2 * CONFIG.learningRateAt(0, 0), crew.rates.get(0)[0], 1e-12);
      assertEquals(2 * CONFIG.learningRateAt(2 / 14.0, 2), crew.rates.get(0)[1], 1e-12);
      assertEquals(2 * CONFIG.learningRateAt(4 / 14.0, 4), crew.rates.get(2)[0], 1e-12);
    }
    assertEquals(List.of(1, 2, 1, 2), rounds.stream().map(TrainingRound::number).toList());
    assertEquals(List.of(4, 3, 4, 3), rounds.stream().map(TrainingRound::steps).toList());
    for (TrainingRound round : rounds) {
      assertEquals(2, round.mostSteps());
      assertEquals(2, round.workers());
      assertTrue(round.stepSeconds() > 0 && round.seconds() >= round.stepSeconds());
      assertEquals(8.0 / 6, (double) round.bytesOut() / round.bytesIn(), 1e-9);
    }
  }

  private RunState train(
      String name,
      TrainingConfig config,
      AveragingSettings settings,
      int workers,
      int stopAfter,
      int forgetfulRound)
      throws Exception {
    RunFolder run = RunFolder.create(folder.resolve(name));
    var datasets = new RunSetup(PLUGINS).start(run, config, PHANTOM, "test");
    try (LocalCrew crew = new LocalCrew(workers, run, config, settings, PLUGINS)) {
      crew.forgetfulRound = forgetfulRound;
      BooleanSupplier stop = () -> crew.rounds == stopAfter;
      return trainer(config, run, datasets, stop, settings, crew).train();
    }
  }

  private static RunState resume(
      RunFolder run, TrainingConfig config, AveragingSettings settings, int workers)
      throws Exception {
    var datasets = new RunSetup(PLUGINS).reopen(run, config, Map.of());
    try (LocalCrew crew = new LocalCrew(workers, run, config, settings, PLUGINS)) {
      return trainer(config, run, datasets, () -> false, settings, crew).train();
    }
  }

  private static Trainer trainer(
      TrainingConfig config,
      RunFolder run,
      List<TrainingDataset> datasets,
      BooleanSupplier stop,
      AveragingSettings settings,
      Crew crew) {
    return new Trainer(config, datasets, run, TrainingListener.SILENT, stop)
        .stepping(new AveragedStepping(settings, config.optimiser(), crew));
  }

  private static TrainingEngine engine(TrainingConfig config, List<TrainingDataset> datasets) {
    Map<String, Network> networks = new LinkedHashMap<>();
    datasets.forEach(dataset -> networks.put(dataset.name(), dataset.network().build()));
    return new TrainingEngine(
        networks, config.seed(), Map.of(), config.precision(), Compute.here(), config.optimiser());
  }

  private static List<Double> losses(RunState state) {
    return state.history().stream()
        .flatMap(epoch -> Stream.of(epoch.trainingLoss(), epoch.validationLoss()))
        .toList();
  }

  /** Weights, moments and running means of the last checkpoint. */
  private static Map<String, String> weights(Path run) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        digests.put(file.getFileName().toString(), Sha256.of(file));
      }
    }
    return digests;
  }
}
