package io.firenet.core.experiment;

/**
 * What training cost so far, over all processes that worked on a run.
 *
 * @param steps training steps whose time was taken: all but the first of each epoch
 * @param stepSeconds their time in all, with what they waited for data
 * @param peakMemoryBytes the most memory that a process held meanwhile; 0 where the system does not
 *     tell
 */
public record RunCost(long steps, double stepSeconds, long peakMemoryBytes) {

  /** Nothing yet. */
  public static final RunCost DEFAULT = new RunCost(0, 0, 0);

  RunCost plus(long moreSteps, double moreSeconds, long peakBytes) {
    return new RunCost(
        steps + moreSteps, stepSeconds + moreSeconds, Math.max(peakMemoryBytes, peakBytes));
  }

  /** Mean time of a step; NaN if there was none. */
  double meanStepSeconds() {
    return stepSeconds / steps;
  }
}
