package io.firenet.core.engine.memory;

/** The device that computes has not enough memory for a step; the step has changed no weight. */
@SuppressWarnings("serial")
public final class OutOfDeviceMemoryException extends RuntimeException {

  /**
   * @param message the library's words, in one line
   */
  public OutOfDeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
