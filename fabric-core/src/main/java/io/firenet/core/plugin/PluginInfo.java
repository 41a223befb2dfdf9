package io.firenet.core.plugin;

import java.util.Locale;

/**
 * One plugin as a list shows it.
 *
 * @param kind what it adds
 * @param name the name to use it by
 * @param title for people
 * @param source where it comes from
 */
public record PluginInfo(Kind kind, String name, String title, PluginSource source) {

  /** What a plugin adds. */
  public enum Kind {
    DATASET,
    DECODER,
    NETWORK,
    FORMAT,
    LAYOUT;

    /** Its name in lower case, such as {@code dataset}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
