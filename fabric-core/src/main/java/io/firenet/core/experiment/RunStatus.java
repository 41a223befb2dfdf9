package io.firenet.core.experiment;

/**
 * How far a run of an experiment is.
 *
 * @param run the run
 * @param state its state
 * @param epochsDone epochs whose checkpoint is written
 * @param epochs epochs to train at most
 * @param score mean of the validation scores after the last epoch done; NaN if there is none
 * @param detail who works on it, or how it failed; may be empty
 */
public record RunStatus(
    ExperimentRun run, State state, int epochsDone, int epochs, double score, String detail) {

  /** What is to be said of a run. */
  public enum State {
    /** Nothing has been done. */
    PLANNED,
    /** A process works on it. */
    RUNNING,
    /** Begun, and no process works on it. */
    INTERRUPTED,
    /** Its outcome is written. */
    DONE,
    /** It ended with an error; the next process that comes tries it again. */
    FAILED
  }
}
