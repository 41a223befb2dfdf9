package io.firenet.core.engine.loss;

import io.firenet.dataset.Target;
import io.firenet.volume.GridSize;
import java.util.List;

/**
 * The loss of an output of one voxel, and its gradient: for a class the cross-entropy {@code −log
 * softmax(output)[class]}; for values, which are given in standard deviations around their mean,
 * Huber's with threshold 1, averaged over the values: {@code d²/2} where the difference {@code |d|
 * ≤ 1}, else {@code |d| − ½}, so that one odd case does not outweigh the others.
 */
public final class WholeImageLoss {

  private WholeImageLoss() {}

  /**
   * The loss of a prediction that is not trained on.
   *
   * @param outputs {@code [K]}
   * @throws IllegalArgumentException if the target is a label map or has another number of values
   */
  public static double value(float[] outputs, Target target) {
    return evaluate(outputs, target, new float[outputs.length]);
  }

  /**
   * Checks that an output answers for the whole image.
   *
   * @throws IllegalArgumentException if it has several voxels
   */
  public static void checkOneVoxel(GridSize output) {
    if (output.voxels() != 1) {
      throw new IllegalArgumentException(
          "the answer for a whole image needs outputs of one voxel, got "
              + output
              + "; the head must pool");
    }
  }

  /**
   * Checks that a target is answered by so many values.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static void checkFit(int outputs, Target target) {
    boolean fits =
        target instanceof Target.Category category
            ? category.index() < outputs
            : target instanceof Target.Values values && values.values().size() == outputs;
    if (!fits) {
      throw new IllegalArgumentException(
          "the target %s does not fit %s outputs for a whole image".formatted(target, outputs));
    }
  }

  /** The loss with its gradient, which {@code gradient} receives. */
  public static double evaluate(float[] outputs, Target target, float[] gradient) {
    checkFit(outputs.length, target);
    return target instanceof Target.Category category
        ? crossEntropy(outputs, category.index(), gradient)
        : huber(outputs, ((Target.Values) target).values(), gradient);
  }

  private static double crossEntropy(float[] logits, int index, float[] gradient) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double total = 0;
    for (float logit : logits) {
      total += Math.exp(logit - max);
    }
    for (int c = 0; c < logits.length; c++) {
      double p = Math.exp(logits[c] - max) / total;
      gradient[c] = (float) (c == index ? p - 1 : p);
    }
    return Math.log(total) + max - logits[index];
  }

  private static double huber(float[] outputs, List<Double> values, float[] gradient) {
    double loss = 0;
    for (int i = 0; i < outputs.length; i++) {
      double difference = outputs[i] - values.get(i);
      double clipped = Math.max(-1, Math.min(1, difference));
      loss += clipped * (difference - clipped / 2) / outputs.length;
      gradient[i] = (float) (clipped / outputs.length);
    }
    return loss;
  }
}
