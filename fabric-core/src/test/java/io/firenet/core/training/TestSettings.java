package io.firenet.core.training;

import io.firenet.core.io.RecordCodec;
import io.firenet.core.training.run.TrainingConfig;
import jakarta.json.Json;
import java.io.StringReader;

/** Settings of a network that trains in seconds, with what a test says otherwise. */
public final class TestSettings {

  private static final TrainingConfig TINY =
      of(
          TrainingConfig.DEFAULT,
          """
          {
            "network": {"stemChannels": 4, "fabricChannels": 6, "branches": 2, "nodes": 1, "rates": [1, 2]},
            "preprocessing": {"spacingMm": 3.0},
            "augmentation": {"rotationSdDegrees": 0, "scaleSd": 0},
            "augmentedShare": 0.5, "validationCases": 0, "validationTime": 0, "leastSteps": 1,
            "learningRate": 3e-3, "validationShare": 0.34, "seed": 4
          }""");

  private TestSettings() {}

  /** The tiny network's settings with the JSON's. */
  public static TrainingConfig of(String json) {
    return of(TINY, json);
  }

  private static TrainingConfig of(TrainingConfig base, String json) {
    return RecordCodec.read(base, Json.createReader(new StringReader(json)).readObject());
  }
}
