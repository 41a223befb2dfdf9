package io.firenet.core.experiment;

import io.firenet.core.cache.VolumeCache;
import io.firenet.core.data.Folds;
import io.firenet.core.data.Split;
import io.firenet.core.engine.Compute;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.RunMemory;
import io.firenet.core.training.RunSetup;
import io.firenet.core.training.SplitChoice;
import io.firenet.core.training.TrainedNetwork;
import io.firenet.core.training.Trainer;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.Transfer;
import io.firenet.core.training.run.NetworkChoice;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Does one run of an experiment: trains or goes on, exports, evaluates the exported models. */
final class RunExecution {

  private final ExperimentFolder folder;
  private final Experiment experiment;
  private final PluginRegistry plugins;
  private final Compute compute;
  private final Optional<VolumeCache> cache;
  private final SegmentationModel.Opener models;
  private final String software;
  private final ExperimentListener listener;
  private RunMemory memory = RunMemory.HERE;

  RunExecution(
      ExperimentFolder folder,
      Experiment experiment,
      PluginRegistry plugins,
      Compute compute,
      Optional<VolumeCache> cache,
      SegmentationModel.Opener models,
      String software,
      ExperimentListener listener) {
    this.folder = folder;
    this.experiment = experiment;
    this.plugins = experiment.declaredOn(plugins);
    this.compute = compute;
    this.cache = cache;
    this.models = models;
    this.software = software;
    this.listener = listener;
  }

  void within(RunMemory other) {
    memory = other;
  }

  /**
   * Does a run, or what is left of it.
   *
   * @return empty if it was told to stop before the end
   * @throws IOException if a case cannot be read or the run not be written
   */
  Optional<RunOutcome> execute(ExperimentRun run, BooleanSupplier stop)
      throws IOException, InterruptedException {
    Map<String, Dataset> datasets = new LinkedHashMap<>();
    Map<String, DatasetSource> sources = new LinkedHashMap<>();
    for (String name : run.datasets()) {
      DatasetSource source = experiment.dataset(name).source();
      sources.put(name, source);
      datasets.put(name, plugins.dataset(name).open(source));
    }
    PluginRegistry registry = plugins;
    if (run.pooled()) {
      var pool = new PooledDataset(datasets);
      registry = plugins.with(pool.provider(), PluginSource.classPath(PooledDataset.class));
      sources = Map.of(PooledDataset.NAME, DatasetSource.none());
    }
    TrainingConfig config = config(run);
    RunFolder training = setUp(run, config, sources, registry);
    Path costs = training.path().resolve("cost.json");
    CostMeter meter =
        new CostMeter(
            readCost(costs), cost -> AtomicFile.writeJson(costs, RecordCodec.write(cost)));
    TrainingListener listeners = meter.and(listener.training(run, training, config));
    RunState state = train(training, sources, registry, listeners, stop);
    if (stop.getAsBoolean()) {
      return Optional.empty();
    }
    return evaluate(run, training, state, registry, datasets, stop);
  }

  private TrainingConfig config(ExperimentRun run) {
    int folds = experiment.settings().foldCount();
    TrainingConfig shared = experiment.settings().training();
    TrainingConfig config =
        shared.network().name().equals(run.network())
            ? shared
            : shared.toBuilder().network(NetworkChoice.of(run.network())).build();
    return folds == 1 ? config : config.toBuilder().fold(run.fold(), folds).build();
  }

  private RunFolder setUp(
      ExperimentRun run,
      TrainingConfig config,
      Map<String, DatasetSource> sources,
      PluginRegistry registry)
      throws IOException {
    Path path = folder.run(run.id());
    if (Files.isRegularFile(path.resolve("run.json"))) {
      return RunFolder.open(path);
    }
    RunFolder fresh = RunFolder.create(path);
    Optional<Transfer> transfer = Optional.empty();
    if (run.from().isPresent()) {
      transfer = Optional.of(new Transfer(RunFolder.open(folder.run(run.from().get()))));
    }
    SplitChoice splits = dataset -> Optional.of(split(run, dataset));
    new RunSetup(registry, compute, memory)
        .start(fresh, config, sources, software, transfer, splits);
    return fresh;
  }

  /** The experiment's splits are the runs', so that cases that come later do not move others. */
  private Split split(ExperimentRun run, Dataset dataset) throws IOException {
    Map<String, Split> parts = new LinkedHashMap<>();
    for (String name : run.pooled() ? run.datasets() : List.of(dataset.descriptor().name())) {
      parts.put(name, folder.splits(name).fold(run.fold()));
    }
    Split split = run.pooled() ? PooledDataset.split(parts) : parts.values().iterator().next();
    Folds.checkKnown(
        split, dataset.cases(), dataset.descriptor().name(), folder.path().resolve("splits"));
    return split;
  }

  private RunState train(
      RunFolder run,
      Map<String, DatasetSource> sources,
      PluginRegistry registry,
      TrainingListener listener,
      BooleanSupplier stop)
      throws IOException, InterruptedException {
    TrainingConfig now = run.info().config();
    Optional<RunState> state = run.checkpoints().latestState();
    if (state.isPresent() && state.get().epochs() >= now.epochs() && run.hasResults(state.get())) {
      return state.get(); // what is left is the evaluation
    }
    List<TrainingDataset> datasets = new RunSetup(registry, compute).reopen(run, now, sources);
    return new Trainer(now, datasets, run, cache, listener, stop)
        .on(compute)
        .within(memory)
        .train();
  }

  private static CostMeter.Cost readCost(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? ExperimentFolder.read(CostMeter.Cost.class, file)
        : CostMeter.Cost.DEFAULT;
  }

  private Optional<RunOutcome> evaluate(
      ExperimentRun run,
      RunFolder training,
      RunState state,
      PluginRegistry registry,
      Map<String, Dataset> datasets,
      BooleanSupplier stop)
      throws IOException {
    long start = System.nanoTime();
    RunEvaluation evaluation = new RunEvaluation(training.path(), models);
    Map<String, Long> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, Dataset> dataset : datasets.entrySet()) {
      String name = dataset.getKey();
      String head = run.pooled() ? PooledDataset.NAME : name;
      Path model = training.path().resolve("models").resolve(head + ".onnx");
      if (!parameters.containsKey(head)) {
        try (TrainedNetwork trained = TrainedNetwork.open(training, registry, head)) {
          trained.export(model);
          parameters.put(head, trained.card().parameters());
        }
      }
      Split split = folder.splits(name).fold(run.fold());
      evaluation.add(dataset.getValue(), split, model, listener.evaluation(run, name), stop);
      if (stop.getAsBoolean()) {
        return Optional.empty();
      }
    }
    CostMeter.Cost cost = readCost(training.path().resolve("cost.json"));
    long steps = state.steps();
    return Optional.of(
        new RunOutcome(
            run,
            training.info().config(),
            state.history(),
            state.bestEpoch(),
            steps,
            state.seconds(),
            cost.meanStepSeconds(),
            (System.nanoTime() - start) / 1e9,
            cost.peakMemoryBytes(),
            parameters,
            evaluation.cases(),
            evaluation.examples(),
            Environment.here(software),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
  }
}
