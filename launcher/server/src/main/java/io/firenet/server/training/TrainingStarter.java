package io.firenet.server.training;

import java.io.IOException;
import java.nio.file.Path;

/** Starts trainings, as processes of their own, so that the server knows nothing of training. */
public interface TrainingStarter {

  /**
   * Trains.
   *
   * @param dataset folder of labelled images
   * @param name what the dataset is called in it
   * @param run the run's folder, which is made
   * @param epochs how many
   * @param log what the process prints
   * @throws IOException if it cannot be started
   */
  Process train(Path dataset, String name, Path run, int epochs, Path log) throws IOException;

  /**
   * Makes a model of what a run has trained.
   *
   * @param run the run's folder
   * @param model the file, which appears once it is complete
   * @param log what the process prints is added to it
   * @throws IOException if it cannot be started
   */
  Process export(Path run, Path model, Path log) throws IOException;
}
