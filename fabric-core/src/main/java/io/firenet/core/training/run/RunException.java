package io.firenet.core.training.run;

import io.firenet.core.io.FileErrors;
import java.io.IOException;

/**
 * A run, or a folder of runs, that cannot be used: there is none, it is damaged or in use, or its
 * training came to nothing.
 */
public class RunException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * A run that cannot be used.
   *
   * @param message one line for people: what, where, expected, found, remedy
   */
  public RunException(String message) {
    super(message);
  }

  private RunException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Something that reads files of a run. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Reads.
     *
     * @return what the files say
     * @throws IOException if a file cannot be read
     */
    T read() throws IOException;
  }

  /**
   * Reads files of a run, so that what is wrong with them is told from what is wrong with its data.
   *
   * @param action reads
   * @param <T> what is read
   * @return what the action returns
   * @throws RunException if it fails
   */
  public static <T> T reading(Reading<T> action) throws RunException {
    try {
      return action.read();
    } catch (RunException e) {
      throw e;
    } catch (IOException e) {
      throw new RunException(FileErrors.describe(e), e);
    }
  }
}
