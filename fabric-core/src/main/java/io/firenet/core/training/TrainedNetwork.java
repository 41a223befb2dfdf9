package io.firenet.core.training;

import io.firenet.core.data.Split;
import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.evaluation.Score;
import io.firenet.core.onnx.ExportOptions;
import io.firenet.core.onnx.OnnxExporter;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.run.Origin;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.core.training.run.RunResults;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.DatasetNetwork;
import io.firenet.core.training.validation.WholeImageOutputs;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.Region;
import io.firenet.decoder.Objective;
import io.firenet.model.ModelCard;
import io.firenet.model.Provenance;
import io.firenet.model.ValidationScore;
import io.firenet.network.Network;
import io.firenet.preprocess.Inference;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One dataset's network with the weights of a run's checkpoint: segments or answers, and is
 * exported.
 */
public final class TrainedNetwork implements AutoCloseable {

  private final RunInfo info;
  private final DatasetDescriptor dataset;
  private final DatasetNetwork choice;
  private final Network network;
  private final TrainingEngine engine;
  private final RunState state;
  private final Map<String, Split> splits = new LinkedHashMap<>();
  private final Optional<RunResults> results;

  private TrainedNetwork(RunFolder run, PluginRegistry plugins, String name) throws IOException {
    info = run.info();
    dataset = info.dataset(name).descriptor();
    for (RunInfo.Trained trained : info.datasets()) {
      splits.put(trained.name(), run.split(trained.name()));
    }
    results = run.results();
    choice = DatasetNetwork.of(plugins, info.config(), info.dataset(name));
    network = choice.build();
    engine = new TrainingEngine(Map.of(name, network), info.config().seed());
    try {
      state = run.checkpoints().readWeights(engine);
    } catch (IOException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /**
   * Reads a head from the last checkpoint.
   *
   * @param run a run that has a checkpoint
   * @param plugins must have the network and the head that the run trained
   * @param dataset its name in the run
   * @return the network with its weights, to be closed
   * @throws IllegalArgumentException if the run has not trained that dataset
   * @throws IOException if there is no checkpoint or it cannot be read
   */
  public static TrainedNetwork open(RunFolder run, PluginRegistry plugins, String dataset)
      throws IOException {
    return new TrainedNetwork(run, plugins, dataset);
  }

  /**
   * The state of the checkpoint.
   *
   * @return with a record for each epoch done
   */
  public RunState state() {
    return state;
  }

  /**
   * What it is trained for.
   *
   * @return labels of voxels, regions, a class of the image, or values
   */
  public Objective objective() {
    return choice.request().decoder().objective();
  }

  /**
   * What its outputs are: labels, regions, or quantities with their units.
   *
   * @return in the order of the output's channels; a label map's background first
   */
  public List<String> outputNames() {
    return dataset.outputNames();
  }

  /**
   * The labels of an image, on its own grid.
   *
   * @param image {@code [C,D,H,W]}, float32, as acquired
   * @return {@code [D,H,W]}, on the image's grid
   */
  public LabelMap segment(Volume image) {
    return inference().segment(image, head());
  }

  /**
   * The probabilities of an image's classes, or its values in their units.
   *
   * @param image {@code [C,D,H,W]}, float32, as acquired
   * @return a probability for each class, which sum to 1, or a value for each quantity
   */
  public List<Double> answer(Volume image) {
    return WholeImageOutputs.of(
        inference().answer(image, head()), info.dataset(dataset.name()).quantities());
  }

  private PreprocessingPlan plan() {
    return choice.plan(info.dataset(dataset.name()).plan(info.config().preprocessing()));
  }

  private Inference inference() {
    return new Inference(
        plan(),
        dataset.channels().size(),
        dataset.outputNames().size(),
        dataset.regions().stream().map(Region::paints).toList());
  }

  /**
   * Writes this head as ONNX, checked against Deeplearning4j.
   *
   * @param file the file to write or replace; folders above it are made
   * @throws IOException if the file cannot be written or computes something else
   */
  public void export(Path file) throws IOException {
    export(file, ExportOptions.DEFAULT, List.of());
  }

  /**
   * Writes this head as ONNX in any form. The graph is checked against Deeplearning4j in single
   * precision.
   *
   * @param file the file to write or replace; folders above it are made
   * @param options number format and target
   * @param images as acquired, of the training set, to measure the ranges of integers on; may be
   *     empty in other precisions
   * @throws IOException as {@link #export(Path)}
   */
  public void export(Path file, ExportOptions options, List<Volume> images) throws IOException {
    Preprocessor preprocessor = new Preprocessor(plan());
    List<Volume> prepared = images.stream().map(preprocessor::image).toList();
    OnnxExporter.export(network, head()::values, card(), head(), options, prepared, file);
  }

  /**
   * What a user of the exported model needs to know.
   *
   * @return the card that an exported file carries
   */
  public ModelCard card() {
    return ModelCard.builder(choice.provider().name(), dataset.name())
        .parameters(network.withoutAuxiliary().parameters())
        .title(dataset.title())
        .objective(choice.request().decoder().objective().name().toLowerCase(Locale.ROOT))
        .channels(dataset.channels())
        .labels(dataset.labels())
        .quantities(info.dataset(dataset.name()).quantities())
        .preprocessing(plan())
        .licence(dataset.licence())
        .citation(dataset.citation())
        .provenance(provenance())
        .codes(dataset.codes())
        .regions(dataset.regions())
        .build();
  }

  private Provenance provenance() {
    Map<String, Integer> trainedOn = new LinkedHashMap<>();
    info.origin().ifPresent(origin -> trainedOn.putAll(origin.trainedOn()));
    splits.forEach((name, split) -> trainedOn.put(name, split.training().size()));
    List<ValidationScore> scores = scores();
    Map<String, Double> metrics = new LinkedHashMap<>();
    scores.stream()
        .filter(each -> each.output().equals(ValidationScore.MEAN))
        .forEach(each -> metrics.put("validation." + each.metric(), each.value()));
    return Provenance.builder(info.software())
        .trainedOn(trainedOn)
        .epochs(state.epochs())
        .seed(info.config().seed())
        .validationShare(info.config().validationShare())
        .finishedAt(state.finishedAt())
        .metrics(metrics)
        .fold(fold())
        .from(info.origin().map(Origin::toString))
        .validationCases(OptionalInt.of(splits.get(dataset.name()).validation().size()))
        .scores(scores)
        .stratifiedBy(splits.get(dataset.name()).drawn().flatMap(Split.Draw::stratifiedBy))
        .build();
  }

  /**
   * Of the run's results, which are over all validation cases, where they are those of this
   * checkpoint; else of its epoch, which may have looked at some of them.
   */
  private List<ValidationScore> scores() {
    Optional<RunResults.DatasetResult> last =
        results
            .filter(found -> state.epochs() > 0 && found.epoch() == state.epochs())
            .flatMap(
                found ->
                    found.datasets().stream()
                        .filter(each -> each.name().equals(dataset.name()))
                        .findFirst());
    List<ValidationScore> scores = new ArrayList<>();
    if (last.isPresent()) {
      last.get().score().ifPresent(score -> add(scores, score, last.get().validationCases()));
      scores.addAll(last.get().outputs());
    } else if (state.epochs() > 0) {
      Score score = state.history().get(state.epochs() - 1).validation().get(dataset.name());
      if (score != null) {
        int all = splits.get(dataset.name()).validation().size();
        int most = info.config().validationCases();
        add(scores, score, most == 0 ? all : Math.min(most, all));
      }
    }
    return scores;
  }

  private static void add(List<ValidationScore> scores, Score score, int cases) {
    if (Double.isFinite(score.value())) {
      scores.add(new ValidationScore(ValidationScore.MEAN, score.metric(), score.value(), cases));
    }
  }

  private Optional<String> fold() {
    if (info.givenSplits().contains(dataset.name())) {
      return Optional.of(Provenance.GIVEN_SPLIT);
    }
    TrainingConfig config = info.config();
    return config.folds() == 0
        ? Optional.empty()
        : Optional.of("%s/%s".formatted(config.fold(), config.folds()));
  }

  private TrainableNetwork head() {
    return engine.network(dataset.name());
  }

  @Override
  public void close() {
    engine.close();
  }
}
