package io.firenet.launcher.command;

import io.firenet.launcher.ExitCode;
import io.firenet.launcher.PluginFolders;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the plugins that run. */
@Command(
    name = "list",
    description = "List the plugins and what they bring.",
    footer = {"", "Example:", "  firenet plugins list --plugins my-plugins"})
public final class PluginsListCommand implements Callable<Integer> {

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(
        registry -> {
          PrintWriter out = spec.commandLine().getOut();
          registry
              .plugins()
              .forEach(each -> out.printf("%s %s: %s%n", each.kind(), each.name(), each.source()));
          out.flush();
          return ExitCode.OK;
        });
  }
}
