package io.firenet.core.training.run;

/** How many steps each dataset of a run gets. */
public enum Sampling {
  /**
   * As many steps for every dataset, the cases of smaller ones repeated, as in the paper. An epoch
   * is as long as it takes for every case of the largest dataset to come once.
   */
  BALANCED,
  /** Every case of every dataset equally often. An epoch is every case once. */
  PROPORTIONAL,
  /**
   * Each step draws a dataset, each as likely, and then one of its cases, each as likely. An epoch
   * has as many steps as a balanced one, so a dataset's number of steps is the balanced one on
   * average.
   */
  UNIFORM
}
