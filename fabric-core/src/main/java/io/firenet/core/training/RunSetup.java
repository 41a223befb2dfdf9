package io.firenet.core.training;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkProvider;
import io.firenet.core.data.Folds;
import io.firenet.core.data.Split;
import io.firenet.core.data.Strata;
import io.firenet.core.engine.Compute;
import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.training.run.Origin;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.DatasetNetwork;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.model.QuantityScale;
import io.firenet.preprocess.IntensityRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Opens the datasets of a run: of a new one, whose splits are drawn, or of one that goes on. */
public final class RunSetup {

  private final PluginRegistry plugins;
  private final Compute compute;
  private final RunMemory memory;

  /**
   * For runs that are computed with what is best here.
   *
   * @param plugins datasets, heads and networks that the run may name
   */
  public RunSetup(PluginRegistry plugins) {
    this(plugins, Compute.here());
  }

  /**
   * @param plugins datasets, heads and networks that the run may name
   * @param compute what will train, whose memory is looked at before a run begins
   */
  public RunSetup(PluginRegistry plugins, Compute compute) {
    this(plugins, compute, RunMemory.HERE);
  }

  /**
   * @param plugins datasets, heads and networks that the run may name
   * @param compute what will train, whose memory is looked at before a run begins
   * @param memory what the run may take of this machine's
   */
  public RunSetup(PluginRegistry plugins, Compute compute, RunMemory memory) {
    this.plugins = plugins;
    this.compute = compute;
    this.memory = memory;
  }

  /**
   * Opens the datasets, draws their splits, and writes down what the run is.
   *
   * @param run made by {@link RunFolder#create}, nothing is in it yet
   * @param config the run's settings
   * @param sources where each dataset is, by its name
   * @param software name and version of what trains
   * @return the opened datasets, in the order of {@code sources}
   * @throws IOException if a dataset cannot be opened, or does not fit into memory
   * @throws OutputException if the run cannot be written
   */
  public List<TrainingDataset> start(
      RunFolder run, TrainingConfig config, Map<String, DatasetSource> sources, String software)
      throws IOException {
    return start(run, config, sources, software, Optional.empty(), SplitChoice.DRAWN);
  }

  /**
   * Does the same for a run that begins with another's weights, which become its checkpoint of
   * epoch 0.
   *
   * @param run made by {@link RunFolder#create}, nothing is in it yet
   * @param config the run's settings, which {@link Transfer#check} lets pass
   * @param sources where each dataset is, by its name
   * @param software name and version of what trains
   * @param transfer from the other run
   * @return the opened datasets, in the order of {@code sources}
   * @throws IllegalArgumentException if a setting differs that must not
   * @throws IOException if a dataset cannot be opened or the other run not be read
   * @throws OutputException if the run cannot be written
   */
  public List<TrainingDataset> start(
      RunFolder run,
      TrainingConfig config,
      Map<String, DatasetSource> sources,
      String software,
      Transfer transfer)
      throws IOException {
    return start(run, config, sources, software, Optional.of(transfer), SplitChoice.DRAWN);
  }

  /**
   * Does the same with splits of one's own.
   *
   * @param run made by {@link RunFolder#create}, nothing is in it yet
   * @param config the run's settings
   * @param sources where each dataset is, by its name
   * @param software name and version of what trains
   * @param transfer from another run, if any
   * @param splits the splits of some of the datasets; those of the others are drawn
   * @return the opened datasets, in the order of {@code sources}
   * @throws IllegalArgumentException if a setting differs that must not, or what validated in the
   *     other run would train here
   * @throws IOException if a dataset or split cannot be read or the other run not be read
   * @throws OutputException if the run cannot be written
   */
  public List<TrainingDataset> start(
      RunFolder run,
      TrainingConfig config,
      Map<String, DatasetSource> sources,
      String software,
      Optional<Transfer> transfer,
      SplitChoice splits)
      throws IOException {
    if (transfer.isPresent()) {
      PluginRegistry all = transfer.get().declaredOn(plugins);
      if (all != plugins) {
        return new RunSetup(all, compute, memory)
            .start(run, config, sources, software, transfer, splits);
      }
      transfer.get().check(config);
    }
    NetworkProvider network = plugins.network(config.network().name());
    checkAlone(network, sources.keySet());
    TrainingConfig complete =
        config.toBuilder().network(config.network().complete(network)).build();
    List<TrainingDataset> datasets = new ArrayList<>();
    List<RunInfo.Trained> trained = new ArrayList<>();
    List<String> given = new ArrayList<>();
    for (Map.Entry<String, DatasetSource> source : sources.entrySet()) {
      Dataset dataset = open(source.getKey(), source.getValue());
      Split drawn = drawn(Strata.of(dataset), config);
      Optional<Split> own = splits.of(dataset);
      if (transfer.isPresent()) {
        own = transfer.get().split(dataset, own, fresh -> drawn(fresh, config));
      }
      Split split = own.orElse(drawn);
      if (!split.sameSides(drawn)) {
        given.add(source.getKey());
      }
      List<QuantityScale> scales =
          transfer.isPresent() && transfer.get().keeps(dataset.descriptor())
              ? transfer.get().quantities(source.getKey())
              : TrainingScales.of(dataset.descriptor(), split.trainingCases(dataset.cases()));
      List<IntensityRule> intensity =
          transfer.isPresent() && transfer.get().keeps(dataset.descriptor())
              ? transfer.get().intensity(source.getKey())
              : ForegroundIntensities.of(
                  dataset.descriptor(), config.intensity(), split.trainingCases(dataset.cases()));
      Fingerprint fingerprint =
          DatasetNetwork.fingerprint(
              source.getKey(), split.trainingCases(dataset.cases()), config.preprocessing());
      RunInfo.Trained started =
          new RunInfo.Trained(
              dataset.descriptor(),
              scales,
              source.getValue(),
              dataset.cases().size(),
              Optional.of(fingerprint),
              plugins.declaration(source.getKey()),
              intensity);
      datasets.add(with(dataset, started, complete, split));
      trained.add(started);
    }
    MemoryPlan.of(config, datasets, compute, memory); // before anything is written
    Optional<Origin> origin = Optional.empty();
    OutputException.writing(run.path(), () -> run.checkpoints().clear());
    if (transfer.isPresent()) {
      origin = Optional.of(transfer.get().origin());
      transfer.get().writeStart(run, config, datasets);
    }
    RunInfo info = new RunInfo(software, complete, trained, origin, given);
    OutputException.writing(
        run.path(),
        () -> {
          for (TrainingDataset dataset : datasets) {
            run.writeSplit(dataset.name(), dataset.split());
          }
          run.writeInfo(info); // last: what has it is a run
        });
    return datasets;
  }

  private static void checkAlone(NetworkProvider network, Set<String> datasets) {
    if (network.oneDatasetOnly() && datasets.size() > 1) {
      throw new IllegalArgumentException(
          "network '%s' configures itself for one dataset, got %s; train it on each of them, or choose a network that they share, such as 'firenet'"
              .formatted(network.name(), String.join(", ", datasets)));
    }
  }

  private static Split drawn(Strata strata, TrainingConfig config) {
    return config.folds() == 0
        ? Split.draw(strata, config.validationShare(), config.seed())
        : Folds.draw(strata, config.folds(), config.seed()).fold(config.fold());
  }

  /**
   * Opens the datasets of a run that exists, with the splits they had.
   *
   * @param run a run that has been started
   * @param config the run's settings, maybe with other limits, which are then written down
   * @param moved where datasets are now that were elsewhere, by name
   * @return the opened datasets, in the order in which the run has them
   * @throws PluginException if a plugin that the run needs is missing
   * @throws InvalidDatasetException if a dataset is not what it was
   * @throws IllegalArgumentException if a moved dataset is none of the run's
   * @throws IOException if a dataset cannot be opened
   * @throws OutputException if the run cannot be written
   */
  public List<TrainingDataset> reopen(
      RunFolder run, TrainingConfig config, Map<String, DatasetSource> moved) throws IOException {
    RunInfo info = run.info();
    PluginRegistry all = info.declaredOn(plugins);
    if (all != plugins) {
      return new RunSetup(all, compute, memory).reopen(run, config, moved);
    }
    moved.keySet().forEach(info::dataset);
    List<TrainingDataset> datasets = new ArrayList<>();
    List<RunInfo.Trained> opened = new ArrayList<>();
    for (RunInfo.Trained before : info.datasets()) {
      DatasetSource source = moved.getOrDefault(before.name(), before.source());
      Dataset dataset = reopen(before, source);
      checkSame(before.descriptor(), dataset.descriptor());
      Split split = run.split(before.name());
      checkCases(before.name(), split, dataset, run);
      RunInfo.Trained now =
          new RunInfo.Trained(
              before.descriptor(),
              before.quantities(),
              source,
              before.cases(),
              before.fingerprint(),
              before.declaration(),
              before.intensity());
      datasets.add(with(dataset, now, config, split));
      opened.add(now);
    }
    RunInfo now = new RunInfo(info.software(), config, opened, info.origin(), info.givenSplits());
    if (!now.equals(info)) {
      OutputException.writing(run.path(), () -> run.writeInfo(now));
    }
    return datasets;
  }

  private Dataset reopen(RunInfo.Trained before, DatasetSource source) throws IOException {
    String name = before.name();
    Path folder = source.folder().orElse(null);
    if (folder != null && !Files.isDirectory(folder)) {
      throw new InvalidDatasetException(
          "dataset %s was read from %s, which is no folder now; name the one where it is with"
                  .formatted(name, folder)
              + " --data %s=DIR".formatted(name));
    }
    try {
      return open(name, source);
    } catch (PluginException e) {
      throw new PluginException("the run trains dataset %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static void checkCases(String name, Split split, Dataset dataset, RunFolder run)
      throws InvalidDatasetException {
    Set<String> missing = new LinkedHashSet<>(split.training());
    missing.addAll(split.validation());
    dataset.cases().forEach(one -> missing.remove(one.id()));
    if (!missing.isEmpty()) {
      throw new InvalidDatasetException(
          "dataset %s: %s of the run's cases are not there any more, the first is %s; restore them or"
                  .formatted(name, missing.size(), missing.iterator().next())
              + " take them out of %s".formatted(run.splitFile(name)));
    }
  }

  private Dataset open(String name, DatasetSource source) throws IOException {
    DatasetProvider provider = plugins.dataset(name);
    if (provider.descriptor().needsFolder() && source.folder().isEmpty()) {
      throw new InvalidDatasetException(
          "dataset %s needs a folder: --data %s=DIR".formatted(name, name));
    }
    Dataset dataset = provider.open(source);
    if (dataset.cases().isEmpty()) {
      throw new InvalidDatasetException("dataset %s has no case to train on".formatted(name));
    }
    return dataset;
  }

  /** The run's head has an output for each label and a stem for each channel it started with. */
  private static void checkSame(DatasetDescriptor started, DatasetDescriptor opened)
      throws InvalidDatasetException {
    if (!answers(started).equals(answers(opened))) {
      throw new InvalidDatasetException(
          "dataset %s: the run trains it with %s, here it has %s"
              .formatted(started.name(), answers(started), answers(opened)));
    }
  }

  private static String answers(DatasetDescriptor dataset) {
    return "channels %s, labels %s, quantities %s, decoder %s%s"
        .formatted(
            dataset.channels(),
            dataset.labels(),
            dataset.quantities(),
            dataset.decoder(),
            dataset.regions().isEmpty() ? "" : ", regions " + dataset.regions());
  }

  private TrainingDataset with(
      Dataset dataset, RunInfo.Trained trained, TrainingConfig config, Split split)
      throws IOException {
    return new TrainingDataset(
        dataset,
        DatasetNetwork.of(plugins, config, trained),
        split,
        trained.quantities(),
        reading(plugins.source(trained.name()), trained.source()),
        trained.intensity());
  }

  private static String reading(PluginSource plugin, DatasetSource source) throws IOException {
    String listing = "";
    if (source.folder().isPresent()) {
      listing = stamp(source.folder().get().resolve("dataset.json"));
    }
    String options = new TreeMap<>(source.options()).toString();
    return String.join(" ", plugin.toString(), stamp(jar(plugin)), options, listing);
  }

  private static Path jar(PluginSource plugin) {
    try {
      return plugin.file().contains(":/")
          ? Path.of(URI.create(plugin.file()))
          : Path.of(plugin.file());
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Path.of(""); // a text for people
    }
  }

  /** Length and time of change of a file; nothing if there is none. */
  private static String stamp(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? Files.size(file) + "@" + Files.getLastModifiedTime(file).toMillis()
        : "";
  }
}
