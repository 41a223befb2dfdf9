package io.firenet.launcher.host;

import io.firenet.core.plugin.PluginRegistry;
import java.util.List;

/**
 * What a host runs at one moment.
 *
 * @param registry the datasets and decoder heads
 * @param plugins every jar, in the order in which they may claim a name
 */
public record Inventory(PluginRegistry registry, List<InstalledPlugin> plugins) {

  public Inventory {
    plugins = List.copyOf(plugins);
  }

  /** Every problem of every jar, a line each. */
  public List<String> problems() {
    return plugins.stream().flatMap(plugin -> plugin.problems().stream()).toList();
  }
}
