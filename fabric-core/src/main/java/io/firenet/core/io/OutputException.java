package io.firenet.core.io;

import java.io.IOException;

/** A result that cannot be written. */
public final class OutputException extends IOException {

  private static final long serialVersionUID = 1L;

  private OutputException(IOException cause) {
    super("cannot write the result: " + FileErrors.describe(cause), cause);
  }

  /** Something that writes files. */
  @FunctionalInterface
  public interface Writing {
    /** Writes. */
    void run() throws IOException;
  }

  /**
   * Runs what writes a result, so that its failure is told from a failure to read.
   *
   * @throws OutputException if it fails
   */
  public static void writing(Writing action) throws OutputException {
    try {
      action.run();
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }
}
