package io.firenet.core.training.validation;

import io.firenet.model.QuantityScale;
import io.firenet.preprocess.Inference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the outputs for an image as a whole say. */
public final class WholeImageOutputs {

  private WholeImageOutputs() {}

  /**
   * The values in their units, or the probabilities of the classes.
   *
   * @param outputs {@code [K]}
   * @param quantities what the outputs are; empty for classes
   * @return one for each output
   */
  public static List<Double> of(float[] outputs, List<QuantityScale> quantities) {
    if (quantities.isEmpty()) {
      return Arrays.stream(Inference.softmax(outputs)).boxed().toList();
    }
    List<Double> values = new ArrayList<>();
    for (QuantityScale scale : quantities) {
      values.add(scale.restore(outputs[values.size()]));
    }
    return values;
  }
}
