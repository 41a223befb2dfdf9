package io.firenet.core.training;

import io.firenet.core.data.ContinuedSplit;
import io.firenet.core.data.Split;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.run.Origin;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.model.QuantityScale;
import io.firenet.network.Network;
import io.firenet.preprocess.IntensityRule;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Begins a run with what another one learnt: the trunk of its last checkpoint, and the stems and
 * decoders of the datasets that both have. Optimiser and learning rate begin anew; network, seed
 * and validation share are the other run's, and every case that both have is on the same side, so
 * that what trained there does not validate here.
 */
public final class Transfer {

  private final RunFolder from;
  private final RunInfo info;

  /**
   * @param from a run that has a checkpoint
   * @throws IOException if the run cannot be read
   */
  public Transfer(RunFolder from) throws IOException {
    this.from = from;
    this.info = from.info();
  }

  /**
   * The other run's settings, from which the new run's may differ.
   *
   * @return those that the new run gets where it says nothing else
   */
  public TrainingConfig settings() {
    return info.config().toBuilder().freezeTrunk(false).build();
  }

  /**
   * Checks settings that must stay.
   *
   * @param config the new run's settings
   * @throws IllegalArgumentException if one of them differs; the message names it
   */
  public void check(TrainingConfig config) {
    TrainingConfig before = info.config();
    checkSame("network", before.network().name(), config.network().name());
    JsonObject old = before.network().settings();
    config
        .network()
        .settings()
        .forEach(
            (name, value) ->
                checkSame("network." + name, plain(old.getOrDefault(name, value)), plain(value)));
    checkSame("seed", before.seed(), config.seed());
    checkSame("validationShare", before.validationShare(), config.validationShare());
    checkSame("folds", before.folds(), config.folds());
    checkSame("fold", before.fold(), config.fold());
  }

  /** Numbers as numbers, so that 1 and 1.0 are the same. */
  private static Object plain(JsonValue value) {
    return value instanceof JsonNumber number ? number.doubleValue() : value;
  }

  private void checkSame(String setting, Object before, Object now) {
    if (!before.equals(now)) {
      throw new IllegalArgumentException(
          "a run keeps the %s of the run it begins with: %s has %s, got %s; leave it out"
              .formatted(setting, from.path(), before, now));
    }
  }

  /**
   * The datasets of the new run: those named, or all of the other run if none is. One that is named
   * without folder and options is where the other run had it.
   *
   * @param named datasets by name, some maybe without folder and options; empty for all of the
   *     other run
   * @return folder and options of each dataset, by name
   */
  public Map<String, DatasetSource> sources(Map<String, DatasetSource> named) {
    Map<String, DatasetSource> before = new LinkedHashMap<>();
    info.datasets().forEach(dataset -> before.put(dataset.name(), dataset.source()));
    Map<String, DatasetSource> sources = new LinkedHashMap<>(named.isEmpty() ? before : named);
    sources.replaceAll(
        (name, source) ->
            source.equals(DatasetSource.none()) ? before.getOrDefault(name, source) : source);
    return sources;
  }

  /**
   * Some plugins and the datasets of the other run that are declared without one.
   *
   * @param plugins those that are installed
   * @return {@code plugins} itself if nothing was declared
   */
  public PluginRegistry declaredOn(PluginRegistry plugins) {
    return info.declaredOn(plugins);
  }

  /**
   * Whether a dataset of the new run keeps stem and decoder.
   *
   * @param dataset a dataset of the new run, as it is opened there
   * @return false also if the other run has not trained it, or with other channels or outputs
   */
  public boolean keeps(DatasetDescriptor dataset) {
    return before(dataset.name()).map(b -> fits(b.descriptor(), dataset)).orElse(false);
  }

  private Optional<RunInfo.Trained> before(String dataset) {
    return info.datasets().stream().filter(b -> b.name().equals(dataset)).findFirst();
  }

  private static boolean fits(DatasetDescriptor before, DatasetDescriptor now) {
    return before.labels().equals(now.labels())
        && before.quantities().equals(now.quantities())
        && before.channels().equals(now.channels())
        && before.decoder().equals(now.decoder())
        && before.regions().equals(now.regions());
  }

  /** The scales of a dataset's quantities, which its head has learnt. */
  List<QuantityScale> quantities(String dataset) {
    return info.dataset(dataset).quantities();
  }

  /** The rules of intensity with which a dataset's stem has learnt. */
  List<IntensityRule> intensity(String dataset) {
    return info.dataset(dataset).intensity();
  }

  /**
   * The split of a dataset of the new run beside the one that the other run had.
   *
   * @param dataset as {@link RunSetup} has opened it
   * @return empty if the other run has not trained it
   * @throws IOException if the other run's cannot be read
   */
  public Optional<ContinuedSplit> split(TrainingDataset dataset) throws IOException {
    return before(dataset.name()).isPresent()
        ? Optional.of(new ContinuedSplit(from.split(dataset.name()), dataset.split()))
        : Optional.empty();
  }

  /**
   * The split that goes on from the other run's.
   *
   * @param given what somebody wants it to be, if anybody does
   * @param drawing splits what is new
   * @return empty if neither says it
   * @throws IllegalArgumentException if what is given has a case on another side
   * @throws InvalidDatasetException if nothing is left to train on
   */
  Optional<Split> split(Dataset dataset, Optional<Split> given, ContinuedSplit.Drawing drawing)
      throws IOException {
    String name = dataset.descriptor().name();
    if (before(name).isEmpty()) {
      return given;
    }
    Split before = from.split(name);
    if (given.isPresent()) {
      Optional<String> moved = new ContinuedSplit(before, given.get()).moved();
      if (moved.isPresent()) {
        throw new IllegalArgumentException(
            "dataset %s: its split is another one than that of the run it begins with, so cases that validate would have trained, the first on another side is %s; leave the split out"
                .formatted(name, moved.get()));
      }
      return given;
    }
    Split now = ContinuedSplit.of(before, dataset.cases(), drawing).now();
    if (now.training().isEmpty()) {
      throw new InvalidDatasetException(
          "dataset %s: the cases that trained in %s are not there any more and those that are there validated, so none is left to train on; restore them, or add cases of other subjects"
              .formatted(name, from.path()));
    }
    return Optional.of(now);
  }

  /** What the new run says of where it comes from. */
  Origin origin() throws IOException {
    Map<String, Integer> trainedOn = new LinkedHashMap<>();
    info.origin().ifPresent(origin -> trainedOn.putAll(origin.trainedOn()));
    for (RunInfo.Trained dataset : info.datasets()) {
      trainedOn.put(dataset.name(), from.split(dataset.name()).training().size());
    }
    RunState state = from.checkpoints().state();
    return new Origin(from.path().toAbsolutePath().normalize(), state.epochs(), trainedOn);
  }

  /**
   * Writes the new run's checkpoint of epoch 0.
   *
   * @throws IOException if the other run's checkpoint cannot be read
   * @throws OutputException if the new one cannot be written
   */
  void writeStart(RunFolder run, TrainingConfig config, List<TrainingDataset> datasets)
      throws IOException {
    Map<String, Network> networks = new LinkedHashMap<>();
    Set<String> kept = new LinkedHashSet<>();
    for (TrainingDataset dataset : datasets) {
      networks.put(dataset.name(), dataset.network().build());
      if (keeps(dataset.descriptor())) {
        kept.add(dataset.name());
      }
    }
    try (TrainingEngine engine = new TrainingEngine(networks, config.seed())) {
      from.checkpoints().readWeights(engine, kept);
      OutputException.writing(run.path(), () -> run.checkpoints().write(engine, RunState.START));
    }
  }
}
