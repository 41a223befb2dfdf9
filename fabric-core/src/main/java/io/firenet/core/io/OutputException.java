package io.firenet.core.io;

import java.io.IOException;
import java.nio.file.Path;

/** A result that cannot be written. */
public final class OutputException extends IOException {

  private static final long serialVersionUID = 1L;

  private OutputException(Path target, IOException cause) {
    super("cannot write %s: %s".formatted(target, reason(target, cause)), cause);
  }

  private static String reason(Path target, IOException cause) {
    String reason = FileErrors.describe(cause);
    String prefix = target + ": ";
    return reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason;
  }

  /** Something that writes files. */
  @FunctionalInterface
  public interface Writing {
    /**
     * Writes.
     *
     * @throws IOException if something cannot be written
     */
    void run() throws IOException;
  }

  /**
   * Runs what writes a result, so that its failure is told from a failure to read.
   *
   * @param target the file or folder that the user named; the message begins with it, since a full
   *     disk's does not say where
   * @param action writes it
   * @throws OutputException if it fails
   */
  public static void writing(Path target, Writing action) throws OutputException {
    try {
      action.run();
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw new OutputException(target, e);
    }
  }
}
