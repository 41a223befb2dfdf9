package io.firenet.core.experiment;

import io.firenet.core.data.ProgressListener;
import io.firenet.core.evaluation.CaseMetrics;
import io.firenet.core.evaluation.Evaluator;
import io.firenet.core.evaluation.Structures;
import io.firenet.core.experiment.MethodScores.CaseMean;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.Dataset;
import io.firenet.model.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds what does best on a dataset among the methods of some experiments that share its splits: a
 * method, or the mean of two. A case is always judged by models that have not trained on it: those
 * of the fold in which it validates.
 */
public final class BestModel {

  private final List<ExperimentFolder> folders;
  private final SegmentationModel.Opener models;
  private final ProgressListener progress;
  private final Consumer<String> note;

  /**
   * @param folders the experiments, at least one
   * @param models loads exported models
   * @param progress told how the evaluation of means goes
   * @param note told in one line what is left out
   */
  public BestModel(
      List<ExperimentFolder> folders,
      SegmentationModel.Opener models,
      ProgressListener progress,
      Consumer<String> note) {
    this.folders = List.copyOf(folders);
    this.models = models;
    this.progress = progress;
    this.note = note;
  }

  /** A method with the model of each fold and the figures of the validation cases. */
  private record Method(String name, Map<Integer, Path> models, Map<String, Double> dice) {

    double mean() {
      return dice.values().stream()
          .mapToDouble(Double::doubleValue)
          .filter(Double::isFinite)
          .average()
          .orElse(Double.NaN);
    }
  }

  /** A method or several, and what they came to. */
  private record Found(List<Method> methods, double dice) {

    ModelChoice.Candidate candidate() {
      return new ModelChoice.Candidate(methods.stream().map(Method::name).toList(), dice);
    }
  }

  /**
   * Compares.
   *
   * @param dataset its name in the experiments
   * @param plugins must have the dataset and the heads of the models
   * @param file where the choice will be written; models are named relative to it
   * @param ensembles whether means of two methods are tried too, which takes an evaluation of each
   * @return the network or the mean of two with the highest Dice over all validation cases
   * @throws IllegalArgumentException if no method is done on the dataset, or the experiments do not
   *     share its splits
   * @throws IOException if an experiment, a model or a case cannot be read
   */
  public ModelChoice find(String dataset, PluginRegistry plugins, Path file, boolean ensembles)
      throws IOException {
    List<Method> methods = methods(dataset);
    List<Found> found = new ArrayList<>();
    methods.forEach(method -> found.add(new Found(List.of(method), method.mean())));
    if (ensembles && methods.size() > 1) {
      ExperimentDataset described = folders.get(0).experiment().dataset(dataset);
      PluginRegistry all = folders.get(0).experiment().declaredOn(plugins);
      Dataset opened = all.dataset(dataset).open(described.source());
      for (int i = 0; i < methods.size(); i++) {
        for (int j = i + 1; j < methods.size(); j++) {
          List<Method> pair = List.of(methods.get(i), methods.get(j));
          try {
            found.add(new Found(pair, mean(pair, dataset, opened)));
          } catch (ModelException e) {
            note.accept(
                "%s and %s cannot be averaged: %s"
                    .formatted(pair.get(0).name(), pair.get(1).name(), e.getMessage()));
          }
        }
      }
    }
    // Of equals the first: a method by itself costs half of a mean of two.
    found.sort(Comparator.comparingDouble((Found one) -> -one.dice()));
    Found best = found.get(0);
    Path folder = file.toAbsolutePath().normalize().getParent();
    List<String> chosen = new ArrayList<>();
    for (Method method : best.methods()) {
      for (Path model : method.models().values()) {
        Path relative = folder.relativize(model.toAbsolutePath().normalize());
        chosen.add(relative.toString().replace('\\', '/'));
      }
    }
    return new ModelChoice(
        dataset,
        best.candidate().methods(),
        best.dice(),
        methods.get(0).dice().size(),
        chosen,
        found.stream().map(Found::candidate).toList());
  }

  private List<Method> methods(String dataset) throws IOException {
    Map<String, Method> byName = new LinkedHashMap<>();
    for (ExperimentFolder folder : folders) {
      if (!folder.splits(dataset).equals(folders.get(0).splits(dataset))) {
        throw new IllegalArgumentException(
            "%s and %s have different splits of dataset %s, so their figures cannot be compared"
                .formatted(folders.get(0).path(), folder.path(), dataset));
      }
      for (ExperimentRun run : folder.experiment().runs()) {
        if (run.datasets().contains(dataset)) {
          String name =
              folders.size() == 1 ? run.method() : folder.path().getFileName() + " " + run.method();
          Method method =
              byName.computeIfAbsent(
                  name, n -> new Method(n, new TreeMap<>(), new LinkedHashMap<>()));
          folder.outcome(run.id()).ifPresent(outcome -> add(method, folder, outcome, dataset));
        }
      }
    }
    TreeSet<String> compared = new TreeSet<>();
    byName.values().forEach(method -> compared.addAll(method.dice().keySet()));
    List<Method> complete = new ArrayList<>();
    for (Method method : byName.values()) {
      if (method.dice().size() == compared.size() && !compared.isEmpty()) {
        complete.add(method);
      } else {
        note.accept(
            "%s is left out: it has figures of %s of %s validation cases"
                .formatted(method.name(), method.dice().size(), compared.size()));
      }
    }
    if (complete.isEmpty()) {
      throw new IllegalArgumentException(
          "no method has figures of all validation cases of dataset %s; 'firenet experiment resume %s' does what is left"
              .formatted(dataset, folders.get(0).path()));
    }
    return complete;
  }

  private static void add(
      Method method, ExperimentFolder folder, RunOutcome outcome, String dataset) {
    for (MethodScores scores : MethodScores.of(List.of(outcome))) {
      if (scores.dataset().equals(dataset)) {
        for (CaseMean one : scores.cases()) {
          method.dice().put(one.caseId(), one.dice());
        }
      }
    }
    ExperimentRun run = outcome.run();
    String head = run.pooled() ? PooledDataset.NAME : dataset;
    method.models().put(run.fold(), folder.run(run.id()).resolve("models").resolve(head + ".onnx"));
  }

  /** The mean Dice of the mean of two methods. */
  private double mean(List<Method> pair, String name, Dataset dataset) throws IOException {
    Structures structures = Structures.of(dataset.descriptor());
    List<Double> dice = new ArrayList<>();
    for (int fold : pair.get(0).models().keySet()) {
      var cases = folders.get(0).splits(name).fold(fold).validationCases(dataset.cases());
      List<Path> files = pair.stream().map(method -> method.models().get(fold)).toList();
      try (SegmentationModel model = models.open(files)) {
        var summary = new Evaluator(structures, false).evaluate(cases, model, progress);
        for (CaseMetrics one : summary.cases()) {
          dice.add(one.meanDice());
        }
      }
    }
    return MethodScores.Spread.of(dice.stream().mapToDouble(Double::doubleValue).toArray()).mean();
  }
}
