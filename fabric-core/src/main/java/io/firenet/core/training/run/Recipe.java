package io.firenet.core.training.run;

/** Settings of training that belong together, to begin with; single ones may then be changed. */
public enum Recipe {
  /** What the paper says, and for what it leaves open the plainest choice. */
  PAPER(IntensityChoice.STANDARDISE, 0, 0, 0, 0, 50),
  /** What was measured to be better, the same for every dataset. */
  DEFAULT(IntensityChoice.AUTO, 0.999, 0, 0, 0.1, 20);

  private final IntensityChoice intensity;
  private final double averaging;
  private final double weightDecay;
  private final int warmUpSteps;
  private final double validationTime;
  private final int validationCases;

  Recipe(
      IntensityChoice intensity,
      double averaging,
      double weightDecay,
      int warmUpSteps,
      double validationTime,
      int validationCases) {
    this.intensity = intensity;
    this.averaging = averaging;
    this.weightDecay = weightDecay;
    this.warmUpSteps = warmUpSteps;
    this.validationTime = validationTime;
    this.validationCases = validationCases;
  }

  /** Sets the settings that make it. */
  void applyTo(TrainingConfigBuilder settings) {
    settings
        .intensity(intensity)
        .averaging(averaging)
        .weightDecay(weightDecay)
        .warmUpSteps(warmUpSteps)
        .validationTime(validationTime)
        .validationCases(validationCases);
  }
}
