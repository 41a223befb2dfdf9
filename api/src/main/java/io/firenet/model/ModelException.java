package io.firenet.model;

import java.io.IOException;

/**
 * A file or a text that is no usable model; the message says in one line what is wrong and where.
 */
public final class ModelException extends IOException {

  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
