package io.firenet.core.experiment;

import io.firenet.core.data.ProgressListener;
import io.firenet.core.data.Split;
import io.firenet.core.evaluation.CaseMetrics;
import io.firenet.core.evaluation.EvaluationSummary;
import io.firenet.core.evaluation.Evaluator;
import io.firenet.core.evaluation.LabelMetrics;
import io.firenet.core.evaluation.Structures;
import io.firenet.core.picture.Overlay;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.format.ImageFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The evaluation of a run's exported models, dataset by dataset: predictions, figures, pictures.
 */
final class RunEvaluation {

  private static final ProgressListener UNHEARD = (done, total, id) -> {};

  private final Path run;
  private final SegmentationModel.Opener opener;
  private final List<CaseResult> cases = new ArrayList<>();
  private final List<ExampleSlices> examples = new ArrayList<>();

  RunEvaluation(Path run, SegmentationModel.Opener opener) {
    this.run = run;
    this.opener = opener;
  }

  /** What all datasets so far came to. */
  List<CaseResult> cases() {
    return List.copyOf(cases);
  }

  /** Pictures of the worst and the median case of each dataset so far. */
  List<ExampleSlices> examples() {
    return List.copyOf(examples);
  }

  /**
   * Evaluates a dataset's validation cases, as {@code firenet evaluate} does.
   *
   * @param stop asked after each case; true leaves the rest out
   * @throws IOException if a case or the model cannot be read, or a result not be written
   */
  void add(
      Dataset dataset, Split split, Path model, ProgressListener progress, BooleanSupplier stop)
      throws IOException {
    List<Case> validation = split.validationCases(dataset.cases());
    if (validation.isEmpty()) {
      return;
    }
    String name = dataset.descriptor().name();
    Structures structures = Structures.of(dataset.descriptor());
    Path predictions = Files.createDirectories(run.resolve("predictions").resolve(name));
    Evaluator evaluator = new Evaluator(structures, true).keepingPredictions(predictions);
    List<CaseMetrics> metrics = new ArrayList<>();
    try (SegmentationModel segmentation = opener.open(List.of(model))) {
      for (Case one : validation) {
        metrics.addAll(evaluator.evaluate(List.of(one), segmentation, UNHEARD).cases());
        progress.caseDone(metrics.size(), validation.size(), one.id());
        if (stop.getAsBoolean()) {
          return;
        }
      }
    }
    new EvaluationSummary(metrics, structures.regions())
        .write(run.resolve("evaluation").resolve(name + ".json"));
    metrics.forEach(one -> addResults(name, structures.names(), one));
    drawExamples(name, structures.pictureNames(), validation, metrics);
  }

  private void addResults(String dataset, List<String> labels, CaseMetrics one) {
    for (Map.Entry<Integer, LabelMetrics> label : one.metrics().entrySet()) {
      LabelMetrics metrics = label.getValue();
      cases.add(
          new CaseResult(
              dataset,
              one.caseId(),
              label.getKey(),
              labels.get(label.getKey()),
              metrics.dice(),
              metrics.hausdorffMm(),
              metrics.hausdorff95Mm(),
              metrics.meanSurfaceDistanceMm()));
    }
  }

  private void drawExamples(
      String dataset, List<String> labels, List<Case> validation, List<CaseMetrics> metrics)
      throws IOException {
    List<CaseMetrics> ranked =
        metrics.stream()
            .filter(one -> Double.isFinite(one.meanDice()))
            .sorted(
                Comparator.comparingDouble(CaseMetrics::meanDice)
                    .thenComparing(CaseMetrics::caseId))
            .toList();
    if (ranked.isEmpty()) {
      return; // no case has a label, in reference or prediction
    }
    for (ExampleSlices.Rank rank : ExampleSlices.Rank.values()) {
      CaseMetrics chosen =
          ranked.get(rank == ExampleSlices.Rank.WORST ? 0 : (ranked.size() - 1) / 2);
      Case one =
          validation.stream().filter(c -> c.id().equals(chosen.caseId())).findFirst().orElseThrow();
      String file = "examples/%s-%s.png".formatted(dataset, rank.name().toLowerCase(Locale.ROOT));
      Files.createDirectories(run.resolve("examples"));
      Overlay.writeComparison(
          one.image(),
          one.labels(),
          ImageFormats.readLabels(chosen.predictionFile()),
          labels,
          run.resolve(file));
      examples.add(new ExampleSlices(dataset, chosen.caseId(), rank, chosen.meanDice(), file));
    }
  }
}
