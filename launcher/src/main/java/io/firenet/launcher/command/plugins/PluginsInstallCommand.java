package io.firenet.launcher.command.plugins;

import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginSource;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.host.PluginFolder;
import io.firenet.launcher.process.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies a jar into a plugins folder once it is known to run. */
@Command(
    name = "install",
    description = {
      "Copy a plugin jar into the distribution's plugins folder, or the one that --plugins names.",
      "",
      "The jar is tried out together with the plugins that are there; one that does not run is not"
          + " copied. An earlier version of the same plugin is replaced."
    },
    footer = {
      "",
      "Examples:",
      "  firenet plugins install target/spine-1.0.jar",
      "  firenet plugins install target/spine-1.0.jar --plugins my-plugins",
      "  firenet plugins install spine-1.0.jar --allowlist trusted.txt"
    })
public final class PluginsInstallCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE.jar", description = "The plugin.")
  private Path file;

  @Option(
      names = "--force",
      description = "Replace a later version, and another plugin's file of the same name, too.")
  private boolean force;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(file) || !file.toString().endsWith(".jar")) {
      throw new PluginException(file + ": no such jar; name the plugin's .jar file");
    }
    PluginFolder folder =
        new PluginFolder(plugins.target(), plugins.jarsBesideTarget(), plugins.trust());
    PluginFolder.Installation done = folder.install(file, force);
    PrintWriter out = spec.commandLine().getOut();
    PluginSource source = done.plugin().source();
    out.printf(
        "installed %s %s: %s%n  file      %s%n",
        source.bundle(),
        source.version(),
        done.plugin().describeBrings(),
        plugins.target().resolve(file.getFileName()));
    done.replaced().forEach(old -> out.printf("  replaced  %s%n", old));
    out.flush();
    return ExitCode.OK;
  }
}
