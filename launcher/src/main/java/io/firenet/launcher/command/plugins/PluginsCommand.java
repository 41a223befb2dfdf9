package io.firenet.launcher.command.plugins;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands on plugin jars. */
@Command(
    name = "plugins",
    description = {
      "See, add, remove and watch plugins: jars that bring datasets, heads or networks.",
      "",
      "Plugins are trusted code: a plugin can do whatever you can."
    },
    subcommands = {
      PluginsListCommand.class,
      PluginsAddCommand.class,
      PluginsNewCommand.class,
      PluginsInstallCommand.class,
      PluginsRemoveCommand.class,
      PluginsWatchCommand.class
    },
    footer = {"", "Example:", "  firenet plugins list", "  firenet plugins COMMAND --help"})
public final class PluginsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command of 'plugins' is missing");
  }
}
