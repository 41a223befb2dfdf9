package io.firenet.core.plugin;

/** A plugin that is missing, broken or there twice; one line that says which and how to mend it. */
public final class PluginException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PluginException(String message) {
    super(message);
  }

  public PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
