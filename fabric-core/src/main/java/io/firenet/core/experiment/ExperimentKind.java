package io.firenet.core.experiment;

/** Which experiment a folder holds. */
public enum ExperimentKind {
  /** The paper's first: pre-training on prostates, then bones, from random and transferred. */
  BONES,
  /** The paper's second: all datasets of the Decathlon at once, against networks of one each. */
  MSD,
  /** One network on the folds of some datasets. */
  CROSSVAL
}
