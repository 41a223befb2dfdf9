package io.firenet.launcher.command.plugins;

import io.firenet.core.plugin.PluginException;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.host.FelixPluginHost;
import io.firenet.launcher.host.InstalledPlugin;
import io.firenet.launcher.host.Inventory;
import io.firenet.launcher.host.PluginEvent;
import io.firenet.launcher.host.PluginEvent.Kind;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.Interruption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs plugins and follows the changes in their folders. */
@Command(
    name = "watch",
    description = {
      "Run the plugins and follow their folders: a line for each that comes, changes, goes or fails.",
      "",
      "A jar copied in is started, a changed one replaces the old one, a deleted one goes; so does a"
          + " change of a folder's allowlist. Ctrl-C ends it."
    },
    footer = {"", "Example:", "  firenet plugins watch --plugins my-plugins"})
public final class PluginsWatchCommand implements Callable<Integer> {

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Path> folders = plugins.folders();
    if (folders.isEmpty()) {
      throw new PluginException("there is no plugins folder to watch; name one with --plugins DIR");
    }
    try (Interruption interruption = new Interruption();
        FelixPluginHost host = FelixPluginHost.watch(folders, plugins.trust(), this::print)) {
      Inventory start = host.inventory();
      for (InstalledPlugin plugin : start.plugins()) {
        plugin.problems().forEach(line -> print(new PluginEvent(Kind.REFUSED, plugin, line)));
      }
      long running = start.plugins().stream().filter(InstalledPlugin::runs).count();
      String where = folders.stream().map(Path::toString).collect(Collectors.joining(", "));
      print("watching %s, plugins that run: %s; Ctrl-C ends".formatted(where, running));
      interruption.await();
    }
    return ExitCode.INTERRUPTED;
  }

  private void print(PluginEvent event) {
    print(event.toString());
  }

  private synchronized void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
