package io.firenet.dataset;

import java.io.IOException;

/**
 * A dataset that is not what its plugin expects; one line: what, where, expected, found, remedy.
 */
public final class InvalidDatasetException extends IOException {

  private static final long serialVersionUID = 1L;

  public InvalidDatasetException(String message) {
    super(message);
  }

  public InvalidDatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
