package io.firenet.core.training;

import io.firenet.core.training.run.TrainingConfig;

/**
 * The time that a run has taken, over all its parts, and how its limit is shared out: steps may
 * take what the last validation is expected to leave.
 */
final class TrainingTime {

  private static final double LAST_VALIDATION_SHARE = 0.25; // of the limit, at most

  private final TrainingConfig config;
  private final int usualCases;
  private final int allCases;
  private long startNanos;
  private boolean validated;
  private double caseSeconds; // of a validation

  /**
   * @param usualCases validated in an epoch
   * @param allCases validated after the last one, if there is time
   */
  TrainingTime(TrainingConfig config, int usualCases, int allCases) {
    this.config = config;
    this.usualCases = usualCases;
    this.allCases = allCases;
  }

  /**
   * A part of the run begins.
   *
   * @param before what the parts before have taken
   */
  void begin(double before) {
    startNanos = System.nanoTime() - (long) (before * 1e9);
  }

  /** That of the run so far. */
  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** A step takes more than a validation of a case, which is not known before the first one. */
  void stepTook(double seconds) {
    if (!validated) {
      caseSeconds = seconds;
    }
  }

  void validationTook(double secondsOfCase) {
    caseSeconds = secondsOfCase;
    validated = true;
  }

  /**
   * Share of the run that is done, by epochs or by time, whichever is further; by the least number
   * of steps while the time limit waits for them.
   */
  double progress(double epochs, long steps) {
    double byEpochs = epochs / config.epochs();
    if (config.minutes() == 0) {
      return byEpochs;
    }
    double byTime = seconds() / limitOfSteps();
    double bySteps = (double) steps / config.leastSteps();
    return Math.max(byEpochs, bySteps < 1 ? Math.min(byTime, bySteps) : byTime);
  }

  /** Whether there is none left for another step. */
  boolean isUp(long steps) {
    return config.minutes() > 0 && steps >= config.leastSteps() && seconds() >= limitOfSteps();
  }

  /** Whether the limit, if there is one, lets the last validation look at all cases. */
  boolean allCasesFitAtEnd() {
    return config.minutes() == 0 || allCases * caseSeconds <= LAST_VALIDATION_SHARE * limit();
  }

  /** The limit less what the last validation will take. */
  private double limitOfSteps() {
    double validation = (allCasesFitAtEnd() ? allCases : usualCases) * caseSeconds;
    return limit() - Math.min(limit() / 2, validation);
  }

  private double limit() {
    return 60 * config.minutes();
  }
}
