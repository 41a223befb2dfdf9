package io.firenet.dataset;

import java.io.IOException;

/**
 * A dataset that is not what its plugin expects; one line: what, where, expected, found, remedy.
 */
public final class InvalidDatasetException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param message in one line, with the file and what to do
   */
  public InvalidDatasetException(String message) {
    super(message);
  }

  /**
   * Says what is wrong, and why.
   *
   * @param message in one line, with the file and what to do
   * @param cause what it comes from
   */
  public InvalidDatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
