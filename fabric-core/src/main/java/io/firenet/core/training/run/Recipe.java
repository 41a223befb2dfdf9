package io.firenet.core.training.run;

import jakarta.json.Json;
import java.util.Arrays;

/** Settings of training that belong together, to begin with; single ones may then be changed. */
public enum Recipe {
  /** What the paper says, and for what it leaves open the plainest choice. */
  PAPER(NetworkChoice.DEFAULT, IntensityChoice.STANDARDISE, 0, 1e-3, 0, 0, 50),
  /** What was measured to be better, the same for every dataset. */
  DEFAULT(withNarrowFabric(), IntensityChoice.AUTO, 0.999, 3e-3, 50, 0.1, 20);

  private final NetworkChoice network;
  private final IntensityChoice intensity;
  private final double averaging;
  private final double learningRate;
  private final int warmUpSteps;
  private final double validationTime;
  private final int validationCases;

  Recipe(
      NetworkChoice network,
      IntensityChoice intensity,
      double averaging,
      double learningRate,
      int warmUpSteps,
      double validationTime,
      int validationCases) {
    this.network = network;
    this.intensity = intensity;
    this.averaging = averaging;
    this.learningRate = learningRate;
    this.warmUpSteps = warmUpSteps;
    this.validationTime = validationTime;
    this.validationCases = validationCases;
  }

  /** A FIRENet whose fabric has half the channels, so that a step takes 0.6 of the time. */
  private static NetworkChoice withNarrowFabric() {
    return NetworkChoice.DEFAULT.with(Json.createObjectBuilder().add("fabricChannels", 32).build());
  }

  /**
   * The network that it begins with.
   *
   * @return the network and the settings that differ from its own defaults
   */
  public NetworkChoice network() {
    return network;
  }

  /** Sets the settings that make it; a network that was chosen otherwise stays. */
  void applyTo(TrainingConfigBuilder settings) {
    if (Arrays.stream(values()).anyMatch(each -> each.network.equals(settings.network()))) {
      settings.network(network);
    }
    settings
        .intensity(intensity)
        .averaging(averaging)
        .weightDecay(0)
        .learningRate(learningRate)
        .warmUpSteps(warmUpSteps)
        .validationTime(validationTime)
        .validationCases(validationCases);
  }
}
