package io.firenet.launcher.argument;

import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.TrustPolicy;
import io.firenet.launcher.cluster.Worker;
import io.firenet.launcher.host.FelixPluginHost;
import java.io.Serializable;
import java.util.List;

/**
 * The plugin jars that run in the process that a command was started in, as its workers have them:
 * the same jars in a host of the worker's own.
 *
 * @param jars the names of the copies, in the order in which they may claim a name
 */
public record ShippedPlugins(List<String> jars) implements Serializable {

  public ShippedPlugins {
    jars = List.copyOf(jars);
  }

  /** A worker's host, started once in its process. */
  public PluginRegistry start(Worker worker) throws Exception {
    FelixPluginHost host =
        worker.keep(
            "plugins",
            String.join(" ", jars),
            () ->
                FelixPluginHost.start(
                    jars.stream().map(worker::file).toList(), TrustPolicy.ofFolders()));
    return host.registry();
  }
}
