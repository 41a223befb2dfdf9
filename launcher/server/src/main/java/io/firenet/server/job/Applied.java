package io.firenet.server.job;

import io.firenet.format.SegmentationDetails;
import io.firenet.model.ModelCard;
import io.firenet.runtime.Prediction;
import io.firenet.volume.LabelMap;
import java.util.List;
import java.util.Optional;

/**
 * What a model made of an image.
 *
 * @param card the model's
 * @param details what a file of its labels may say of them
 * @param prediction its answer; absent where a file holds it
 * @param warnings what to know before trusting it, a sentence each
 * @param device what it was computed on
 */
public record Applied(
    ModelCard card,
    SegmentationDetails details,
    Optional<Prediction> prediction,
    List<String> warnings,
    String device) {

  public Applied {
    warnings = List.copyOf(warnings);
  }

  /** The same without what has gone into a file. */
  Applied withoutLabels() {
    return new Applied(card, details, Optional.empty(), warnings, device);
  }

  /** The labels, if it is a segmentation. */
  public Optional<LabelMap> labels() {
    return prediction
        .filter(Prediction.Segmentation.class::isInstance)
        .map(Prediction.Segmentation.class::cast)
        .map(Prediction.Segmentation::labels);
  }
}
