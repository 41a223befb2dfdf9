package io.firenet.core.training.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The run that another one began with.
 *
 * @param run its folder
 * @param epoch the epoch of the checkpoint that was taken
 * @param trainedOn the datasets that had trained the trunk until then, with their number of cases
 */
public record Origin(Path run, int epoch, Map<String, Integer> trainedOn) {

  public Origin {
    trainedOn = Collections.unmodifiableMap(new LinkedHashMap<>(trainedOn));
  }

  /** As a model's provenance tells it. */
  @Override
  public String toString() {
    return "%s, epoch %s".formatted(run.getFileName(), epoch);
  }
}
