package io.firenet.core.plugin;

/** A plugin that is missing, broken or there twice; one line that says which and how to mend it. */
public final class PluginException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A failure of a plugin.
   *
   * @param message one line for people: what, where, expected, found, remedy
   */
  public PluginException(String message) {
    super(message);
  }

  /**
   * A failure of a plugin that another error tells of.
   *
   * @param message one line for people: what, where, expected, found, remedy
   * @param cause what was thrown
   */
  public PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
