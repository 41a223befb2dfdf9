package io.firenet.core.training;

import io.firenet.dataset.Case;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Target;
import io.firenet.preprocess.LabelledVolume;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Preprocessed cases, kept in memory up to a bound so that later epochs neither read nor resample.
 * Cases beyond the bound are prepared anew each time. Thread-safe.
 */
final class CaseCache {

  private final Preprocessor preprocessor;
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final Map<String, PreparedCase> kept = new ConcurrentHashMap<>();

  CaseCache(Preprocessor preprocessor, long maxBytes) {
    this.preprocessor = preprocessor;
    this.maxBytes = maxBytes;
  }

  /**
   * The preprocessed case.
   *
   * @throws InvalidDatasetException if it cannot be read, or its target is none of the dataset's;
   *     the message names the case
   */
  PreparedCase get(TrainingDataset dataset, Case one) throws InvalidDatasetException {
    String key = dataset.name() + "/" + one.id();
    PreparedCase cached = kept.get(key);
    if (cached != null) {
      return cached;
    }
    PreparedCase prepared = CaseReading.of(dataset, one, () -> prepare(dataset, one));
    long size = prepared.bytes();
    if (bytes.addAndGet(size) <= maxBytes) {
      kept.put(key, prepared);
    } else {
      bytes.addAndGet(-size);
    }
    return prepared;
  }

  /**
   * The case's labels on its own grid.
   *
   * @throws InvalidDatasetException if they cannot be read; the message names the case
   */
  static LabelMap labels(TrainingDataset dataset, Case one) throws InvalidDatasetException {
    return CaseReading.of(dataset, one, one::labels);
  }

  private PreparedCase prepare(TrainingDataset dataset, Case one) throws IOException {
    Volume image = one.image();
    Target target = one.target();
    dataset.check(target);
    if (!(target instanceof Target.Labels map)) {
      return new PreparedCase(preprocessor.image(image), target);
    }
    LabelMap labels = map.map();
    if (!labels.size().equals(image.size())) {
      throw new InvalidDatasetException(
          "the label map is %s voxels, the image %s ('firenet verify' lists every such case)"
              .formatted(labels.size(), image.size()));
    }
    for (short label : labels.data()) {
      if (label < 0 || label >= dataset.classes()) {
        throw new InvalidDatasetException(
            "label %d is not one of 0 to %d ('firenet verify' lists every such case)"
                .formatted(label, dataset.classes() - 1));
      }
    }
    return new PreparedCase(
        new LabelledVolume(preprocessor.image(image), preprocessor.labels(labels)));
  }
}
