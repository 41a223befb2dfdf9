package io.firenet.launcher;

import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.launcher.host.FelixPluginHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that names more plugins, and the work that is done while the plugins run. */
public final class PluginFolders {

  /** Set by the start script: the folder with {@code lib} and {@code plugins}. */
  static final String HOME_PROPERTY = "firenet.home";

  @Option(
      names = "--plugins",
      paramLabel = "DIR|JAR",
      description = "More plugins: a folder of plugin jars, or one jar. May be repeated.")
  private List<Path> more = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** What a command does with the plugins. */
  @FunctionalInterface
  public interface Work {
    /** Returns the exit code. */
    int run(PluginRegistry plugins) throws Exception;
  }

  /** Starts the plugins, does the work, stops the plugins. */
  public int with(Work work) throws Exception {
    try (FelixPluginHost host = FelixPluginHost.start(jars(), this::warn)) {
      return work.run(host.registry());
    }
  }

  /** The distribution's own plugin folder, if this runs from a distribution. */
  public static Optional<Path> ownFolder() {
    return Optional.ofNullable(System.getProperty(HOME_PROPERTY))
        .map(home -> Path.of(home, "plugins"));
  }

  private List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    Path own = ownFolder().filter(Files::isDirectory).orElse(null);
    if (own != null) {
      jars.addAll(jarsIn(own));
    }
    for (Path each : more) {
      if (Files.isRegularFile(each)) {
        jars.add(each);
      } else if (Files.isDirectory(each)) {
        jars.addAll(jarsIn(each));
      } else {
        throw new PluginException(each + ": --plugins expects a folder or a jar, there is none");
      }
    }
    return jars.stream().map(jar -> jar.toAbsolutePath().normalize()).distinct().toList();
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private void warn(String message) {
    command.commandLine().getErr().println("firenet: warning: " + message);
    command.commandLine().getErr().flush();
  }
}
