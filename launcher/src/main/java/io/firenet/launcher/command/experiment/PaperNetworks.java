package io.firenet.launcher.command.experiment;

import io.firenet.architecture.NetworkProvider;
import io.firenet.core.plugin.PluginRegistry;
import java.util.List;

/** The networks that the paper compares, as far as they are at hand. */
enum PaperNetworks {
  BONES("firenet", "unet-3d", "improved-unet-3d", "vnet", "can-3d", "nnunet-plain"),
  MSD("firenet", "mdunet-3d", "u2net-3d");

  private final List<String> names;

  PaperNetworks(String... names) {
    this.names = List.of(names);
  }

  List<String> names(PluginRegistry plugins) {
    List<String> there = plugins.networks().stream().map(NetworkProvider::name).toList();
    return names.stream().filter(there::contains).toList();
  }
}
