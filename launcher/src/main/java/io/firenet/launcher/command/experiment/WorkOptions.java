package io.firenet.launcher.command.experiment;

import io.firenet.launcher.argument.ClusterOptions;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.command.train.CacheOptions;
import io.firenet.launcher.command.train.DeviceOption;
import picocli.CommandLine.Mixin;

/** The options of where and with what the runs of an experiment are done. */
final class WorkOptions {

  @Mixin private DeviceOption device;
  @Mixin private CacheOptions cache;
  @Mixin private ClusterOptions cluster;
  @Mixin private PluginFolders plugins;

  DeviceOption device() {
    return device;
  }

  CacheOptions cache() {
    return cache;
  }

  ClusterOptions cluster() {
    return cluster;
  }

  PluginFolders plugins() {
    return plugins;
  }
}
