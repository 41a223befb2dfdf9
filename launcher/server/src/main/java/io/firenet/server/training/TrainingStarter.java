package io.firenet.server.training;

import java.io.IOException;
import java.nio.file.Path;

/** Starts trainings, each as a process of its own, so that the server knows nothing of training. */
@FunctionalInterface
public interface TrainingStarter {

  /**
   * Starts one.
   *
   * @param dataset folder of labelled images
   * @param name what the dataset is called in it
   * @param run the run's folder, which is made
   * @param epochs how many
   * @param log what the process prints
   * @throws IOException if it cannot be started
   */
  Process start(Path dataset, String name, Path run, int epochs, Path log) throws IOException;
}
