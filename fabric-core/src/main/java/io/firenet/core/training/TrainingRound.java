package io.firenet.core.training;

/**
 * Steps that several workers did side by side, and what it took to bring them together.
 *
 * @param number of the round in its epoch, from 1
 * @param workers that took part
 * @param steps of all workers together
 * @param mostSteps of one worker
 * @param stepSeconds time of the steps of the worker that took longest
 * @param waitSeconds how long these waited for data
 * @param seconds of the whole round
 * @param bytesOut what went to each worker
 * @param bytesIn what came from each worker, at most
 */
public record TrainingRound(
    int number,
    int workers,
    int steps,
    int mostSteps,
    double stepSeconds,
    double waitSeconds,
    double seconds,
    long bytesOut,
    long bytesIn) {

  /**
   * The time of one step of a worker.
   *
   * @return seconds, of the worker with the most steps
   */
  public double secondsPerStep() {
    return stepSeconds / mostSteps;
  }

  /**
   * What the round took beside its steps.
   *
   * @return seconds; never negative
   */
  public double averagingSeconds() {
    return Math.max(0, seconds - stepSeconds);
  }
}
