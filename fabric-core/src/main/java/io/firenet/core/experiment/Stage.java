package io.firenet.core.experiment;

/** What a run of an experiment is for. */
public enum Stage {
  /** Trains the trunk that other runs begin with, or is compared with such a run. */
  PRETRAINING,
  /** Trains what the experiment is about. */
  TRAINING
}
