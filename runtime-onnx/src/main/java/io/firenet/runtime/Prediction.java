package io.firenet.runtime;

import io.firenet.volume.LabelMap;
import java.util.List;

/** What a model says of an image; the model's card names the labels and quantities. */
public sealed interface Prediction {

  /**
   * A class for every voxel, or of a model for regions what they paint.
   *
   * @param labels {@code [D,H,W]}, the index of a label of the card, on the image's own grid
   */
  record Segmentation(LabelMap labels) implements Prediction {}

  /**
   * A class for the image as a whole.
   *
   * @param probabilities one for each label of the card; they sum to 1
   */
  record Classification(List<Double> probabilities) implements Prediction {
    /**
     * Copies the list.
     *
     * @param probabilities one for each label of the card
     */
    public Classification {
      probabilities = List.copyOf(probabilities);
    }

    /** {@return the index of the most probable label, from 0; the lowest of equals} */
    public int label() {
      int best = 0;
      for (int c = 1; c < probabilities.size(); c++) {
        best = probabilities.get(c) > probabilities.get(best) ? c : best;
      }
      return best;
    }
  }

  /**
   * Values for the image as a whole.
   *
   * @param values one for each quantity of the card, in its unit
   */
  record Regression(List<Double> values) implements Prediction {
    /**
     * Copies the list.
     *
     * @param values one for each quantity of the card, in its unit
     */
    public Regression {
      values = List.copyOf(values);
    }
  }
}
