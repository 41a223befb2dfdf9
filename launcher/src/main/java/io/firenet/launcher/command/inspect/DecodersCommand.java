package io.firenet.launcher.command.inspect;

import io.firenet.core.plugin.PluginInfo;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the decoder heads that the plugins offer. */
@Command(
    name = "decoders",
    description = "List the decoder heads that datasets can train with.",
    footer = {"", "Example:", "  firenet decoders"})
public final class DecodersCommand implements Callable<Integer> {

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(
        registry -> {
          PrintWriter out = spec.commandLine().getOut();
          registry.plugins().stream()
              .filter(plugin -> plugin.kind() == PluginInfo.Kind.DECODER)
              .forEach(
                  plugin ->
                      out.printf(
                          "%s: %s%n  plugin    %s%n",
                          plugin.name(), plugin.title(), plugin.source()));
          out.flush();
          return ExitCode.OK;
        });
  }
}
