package io.firenet.core.evaluation;

import io.firenet.core.data.ProgressListener;
import io.firenet.core.io.OutputException;
import io.firenet.dataset.Case;
import io.firenet.format.ImageFormats;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Segments cases and compares the results with their reference labels, one case at a time. */
public final class Evaluator {

  private static final String SUFFIX = ".nii.gz";

  private final Structures structures;
  private final boolean distances;
  private final Optional<Path> predictions;

  /**
   * @param labelCount number of labels, background included, at least 2
   * @param distances whether surface distances are measured too; they cost most of the time
   * @throws IllegalArgumentException if there is no foreground label
   */
  public Evaluator(int labelCount, boolean distances) {
    this(Structures.ofLabels(labelCount), distances);
  }

  /**
   * @param structures what is compared, at least one
   * @param distances whether surface distances are measured too; they cost most of the time
   * @throws IllegalArgumentException if there is no foreground label
   */
  public Evaluator(Structures structures, boolean distances) {
    this(structures, distances, Optional.empty());
  }

  private Evaluator(Structures structures, boolean distances, Optional<Path> predictions) {
    int labelCount = structures.labels().size();
    if (labelCount < 2) {
      throw new IllegalArgumentException(
          "an evaluation needs the background and a foreground label, got %s labels"
              .formatted(labelCount));
    }
    this.structures = structures;
    this.distances = distances;
    this.predictions = predictions;
  }

  /**
   * An evaluator that keeps what it compares, each case's labels as {@code CASE.nii.gz}.
   *
   * @param folder where to; must exist
   * @return a new evaluator
   */
  public Evaluator keepingPredictions(Path folder) {
    return new Evaluator(structures, distances, Optional.of(folder.toAbsolutePath().normalize()));
  }

  /** What turns an image into a label map on the image's grid. */
  @FunctionalInterface
  public interface Segmentation {

    /**
     * The labels of an image.
     *
     * @param image {@code [C,D,H,W]}, float32, as acquired
     * @return {@code [D,H,W]}, on the image's grid
     * @throws IOException if it cannot be had
     */
    LabelMap segment(Volume image) throws IOException;
  }

  /**
   * Evaluates cases in their order.
   *
   * @param cases what to evaluate
   * @param segmentation what is evaluated
   * @param progress told after each case
   * @return what was compared, case by case
   * @throws IOException if a case cannot be read
   * @throws OutputException if a prediction cannot be written
   * @throws IllegalArgumentException if a prediction is not on its reference's grid
   */
  public EvaluationSummary evaluate(
      List<Case> cases, Segmentation segmentation, ProgressListener progress) throws IOException {
    List<CaseMetrics> results = new ArrayList<>();
    for (Case one : cases) {
      LabelMap predicted = segmentation.segment(one.image());
      Path prediction = predictions.map(folder -> folder.resolve(one.id() + SUFFIX)).orElse(null);
      if (prediction != null) {
        OutputException.writing(prediction, () -> ImageFormats.write(prediction, predicted));
      }
      results.add(
          new CaseMetrics(
              one.id(), compare(one, predicted), prediction, one.labelFile().orElse(null)));
      progress.caseDone(results.size(), cases.size(), one.id());
    }
    return new EvaluationSummary(results, structures.regions());
  }

  private Map<Integer, LabelMetrics> compare(Case one, LabelMap predicted) throws IOException {
    LabelMap reference = one.labels();
    try {
      return distances
          ? structures.compare(predicted, reference)
          : structures.compareOverlap(predicted, reference);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("case '%s': %s".formatted(one.id(), e.getMessage()), e);
    }
  }
}
