package io.firenet.core.evaluation;

import io.firenet.core.data.ProgressListener;
import io.firenet.dataset.Case;
import io.firenet.dataset.Target;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is said of images as a whole and compares it with what is known of them. */
public final class WholeImageEvaluation {

  private final List<ClassifiedCase> classified = new ArrayList<>();
  private final List<MeasuredCase> measured = new ArrayList<>();

  /** What answers for an image. */
  @FunctionalInterface
  public interface Answering {

    /**
     * The probabilities of the classes, or the values in their units.
     *
     * @param image {@code [C,D,H,W]}, float32, as acquired
     * @return one number for each output
     * @throws IOException if it cannot be had
     */
    List<Double> answer(Volume image) throws IOException;
  }

  /**
   * Evaluates cases in their order.
   *
   * @param cases what to evaluate, at least one
   * @param answering what is evaluated
   * @param progress told after each case
   * @return figures of classes or of values, by what the targets are
   * @throws IOException if a case cannot be read
   */
  public static Summary evaluate(List<Case> cases, Answering answering, ProgressListener progress)
      throws IOException {
    WholeImageEvaluation evaluation = new WholeImageEvaluation();
    int done = 0;
    for (Case one : cases) {
      evaluation.add(one.id(), one.target(), answering.answer(one.image()));
      progress.caseDone(++done, cases.size(), one.id());
    }
    return evaluation.summary();
  }

  /**
   * Adds a case.
   *
   * @param caseId unique among the cases
   * @param target what is known of it
   * @param answer the probabilities of the classes, or the values in their units
   * @throws IllegalArgumentException if the two do not fit
   */
  public void add(String caseId, Target target, List<Double> answer) {
    if (target instanceof Target.Category category) {
      classified.add(new ClassifiedCase(caseId, category.index(), answer));
    } else if (target instanceof Target.Values values) {
      measured.add(new MeasuredCase(caseId, values.values(), answer));
    } else {
      throw new IllegalArgumentException(
          "case '%s' has a label map, not an answer for the image as a whole".formatted(caseId));
    }
  }

  /**
   * Over the cases so far.
   *
   * @return figures of classes or of values, by what the targets are
   * @throws IllegalArgumentException if there is none
   */
  public Summary summary() {
    return measured.isEmpty()
        ? new ClassificationSummary(classified)
        : new RegressionSummary(measured);
  }
}
