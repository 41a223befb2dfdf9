package io.firenet.model;

import java.io.IOException;

/**
 * A file or a text that is no usable model; the message says in one line what is wrong and where.
 */
public final class ModelException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param message in one line, with the file and what to do
   */
  public ModelException(String message) {
    super(message);
  }

  /**
   * Says what is wrong, and why.
   *
   * @param message in one line, with the file and what to do
   * @param cause what it comes from
   */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
