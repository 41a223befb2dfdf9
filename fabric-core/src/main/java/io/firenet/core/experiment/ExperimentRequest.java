package io.firenet.core.experiment;

import io.firenet.dataset.DatasetSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a user asks for.
 *
 * @param kind which experiment
 * @param settings what its runs share
 * @param pretraining where the datasets are that pre-train, by name; may be empty
 * @param data where the others are, by name
 */
public record ExperimentRequest(
    Experiment.Kind kind,
    ExperimentSettings settings,
    Map<String, DatasetSource> pretraining,
    Map<String, DatasetSource> data) {

  /**
   * @throws IllegalArgumentException if there is no dataset, or one is for both
   */
  public ExperimentRequest {
    pretraining = Collections.unmodifiableMap(new LinkedHashMap<>(pretraining));
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    if (pretraining.isEmpty() && data.isEmpty()) {
      throw new IllegalArgumentException("an experiment needs a dataset");
    }
    for (String name : pretraining.keySet()) {
      if (data.containsKey(name)) {
        throw new IllegalArgumentException(
            "dataset '%s' is given to pre-train with and to train with; choose".formatted(name));
      }
    }
  }

  /**
   * Where all datasets are, by name.
   *
   * @return folder and options, by the dataset's name
   */
  public Map<String, DatasetSource> all() {
    Map<String, DatasetSource> all = new LinkedHashMap<>(pretraining);
    all.putAll(data);
    return all;
  }
}
