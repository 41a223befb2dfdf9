package io.firenet.core.training;

import io.firenet.dataset.Case;
import io.firenet.dataset.InvalidDatasetException;
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
  private final Map<String, LabelledVolume> kept = new ConcurrentHashMap<>();

  CaseCache(Preprocessor preprocessor, long maxBytes) {
    this.preprocessor = preprocessor;
    this.maxBytes = maxBytes;
  }

  /**
   * The preprocessed case.
   *
   * @throws IOException if it cannot be read, or a label is beyond the dataset's
   */
  LabelledVolume get(TrainingDataset dataset, Case one) throws IOException {
    String key = dataset.name() + "/" + one.id();
    LabelledVolume cached = kept.get(key);
    if (cached != null) {
      return cached;
    }
    LabelledVolume prepared = prepare(dataset, one);
    long size = 4L * prepared.image().data().length + 2L * prepared.labels().data().length;
    if (bytes.addAndGet(size) <= maxBytes) {
      kept.put(key, prepared);
    } else {
      bytes.addAndGet(-size);
    }
    return prepared;
  }

  private LabelledVolume prepare(TrainingDataset dataset, Case one) throws IOException {
    Volume image = one.image();
    LabelMap labels = one.labels();
    if (!labels.size().equals(image.size())) {
      throw new InvalidDatasetException(
          "dataset %s, case %s: the label map is %s voxels, the image %s; 'firenet verify' lists"
                  .formatted(dataset.name(), one.id(), labels.size(), image.size())
              + " every such case");
    }
    for (short label : labels.data()) {
      if (label < 0 || label >= dataset.classes()) {
        throw new InvalidDatasetException(
            "dataset %s, case %s: label %d is not one of 0 to %d; 'firenet verify' lists every"
                    .formatted(dataset.name(), one.id(), label, dataset.classes() - 1)
                + " such case");
      }
    }
    return new LabelledVolume(preprocessor.image(image), preprocessor.labels(labels));
  }
}
