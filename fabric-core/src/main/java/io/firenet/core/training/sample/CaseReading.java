package io.firenet.core.training.sample;

import io.firenet.core.io.FileErrors;
import io.firenet.dataset.Case;
import io.firenet.dataset.InvalidDatasetException;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Reads a part of a case, and says which case it was if it cannot be read. */
@FunctionalInterface
public interface CaseReading<T> {

  /**
   * Reads a part of a case.
   *
   * @return the image, its labels, or what else is read
   * @throws IOException if it cannot be read
   */
  T read() throws IOException;

  /**
   * @param dataset its name, for the message
   * @param one the case that is read
   * @param reading reads a part of it
   * @param <T> what is read
   * @return what was read
   * @throws InvalidDatasetException if it cannot be read; the message names dataset and case
   * @throws InterruptedIOException if this thread was interrupted, which is no fault of the case
   */
  static <T> T of(String dataset, Case one, CaseReading<T> reading)
      throws InvalidDatasetException, InterruptedIOException {
    try {
      return reading.read();
    } catch (IOException | RuntimeException e) {
      if (FileErrors.isInterruption(e)) {
        InterruptedIOException interruption = new InterruptedIOException("interrupted");
        interruption.initCause(e);
        throw interruption;
      }
      boolean telling = e instanceof IOException || e.getMessage() != null;
      throw new InvalidDatasetException(
          "dataset %s, case %s: %s"
              .formatted(dataset, one.id(), telling ? FileErrors.describe(e) : e.toString()),
          e);
    }
  }
}
