package io.firenet.launcher.argument;

import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.TrustPolicy;
import io.firenet.file.ForeignText;
import io.firenet.launcher.cluster.Cluster;
import io.firenet.launcher.host.FelixPluginHost;
import io.firenet.launcher.host.InstalledPlugin;
import io.firenet.launcher.host.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that names more plugins, and the work that is done while the plugins run. */
@OptionGroup("Plugins")
public final class PluginFolders {

  /** Set by the start script: the folder with {@code lib} and {@code plugins}. */
  public static final String HOME_PROPERTY = "firenet.home";

  @Option(
      names = "--plugins",
      paramLabel = "DIR|JAR",
      description = "More plugins: a folder of plugin jars, or one jar. May be repeated.")
  private List<Path> more = new ArrayList<>();

  @Option(
      names = "--allowlist",
      paramLabel = "FILE",
      description = {
        "Start only plugins on this list. A line is 'sha256 HEX' of a jar or 'signer HEX' of a"
            + " certificate (its SHA-256); # starts a comment. A file 'allowlist' in a plugins"
            + " folder does the same for that folder."
      })
  private @Nullable Path allowlist;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private List<Path> running = List.of();

  /** What a command does with the plugins. */
  @FunctionalInterface
  public interface Work {
    /** Returns the exit code. */
    int run(PluginRegistry plugins) throws Exception;
  }

  /** Starts the plugins, does the work, stops the plugins. */
  public int with(Work work) throws Exception {
    try (FelixPluginHost host = FelixPluginHost.start(jars(), trust())) {
      Inventory inventory = host.inventory();
      inventory.problems().forEach(this::warn);
      running = running(inventory);
      return work.run(inventory.registry());
    }
  }

  /**
   * Does work that needs no plugin but reads images, whose formats plugins may bring. Where none
   * does, none is started.
   */
  public int withFormats(Callable<Integer> work) throws Exception {
    return FelixPluginHost.bringFormats(jars()) ? with(plugins -> work.call()) : work.call();
  }

  /** Those of the jars that run; what no allowlist lets run runs on no worker either. */
  private List<Path> running(Inventory inventory) throws IOException {
    List<String> files =
        inventory.plugins().stream()
            .filter(InstalledPlugin::runs)
            .map(plugin -> plugin.source().file())
            .toList();
    return jars().stream().filter(jar -> files.contains(jar.toString())).toList();
  }

  /** Gives the workers of a cluster the plugins that run here. */
  public ShippedPlugins ship(Cluster cluster) throws IOException {
    return new ShippedPlugins(cluster.ship(running));
  }

  /** Which jars may run. */
  public TrustPolicy trust() throws IOException {
    return allowlist == null ? TrustPolicy.ofFolders() : TrustPolicy.ofFile(allowlist);
  }

  /** The distribution's own plugin folder, if this runs from a distribution. */
  public static Optional<Path> ownFolder() {
    return Optional.ofNullable(System.getProperty(HOME_PROPERTY))
        .map(home -> Path.of(home, "plugins"));
  }

  /**
   * The distribution's Maven repository with what plugins are compiled against.
   *
   * @throws PluginException if this does not run from a distribution
   */
  public static Path repository() {
    return Optional.ofNullable(System.getProperty(HOME_PROPERTY))
        .map(home -> Path.of(home, "repository"))
        .orElseThrow(
            () ->
                new PluginException(
                    "this does not run from a distribution (-D%s=DIR), which has the API that"
                            .formatted(HOME_PROPERTY)
                        + " plugins are compiled against; start it with launcher/firenet"));
  }

  /** Every plugin jar, the distribution's first. */
  public List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    for (Path each : paths()) {
      jars.addAll(Files.isDirectory(each) ? FelixPluginHost.jarsIn(each) : List.of(each));
    }
    return jars.stream().map(jar -> jar.toAbsolutePath().normalize()).distinct().toList();
  }

  /**
   * Every plugin folder, the distribution's first.
   *
   * @throws PluginException if the user named a single jar
   */
  public List<Path> folders() {
    List<Path> all = paths();
    for (Path each : all) {
      if (!Files.isDirectory(each)) {
        throw new PluginException(each + ": is a jar, here --plugins expects a folder");
      }
    }
    return all;
  }

  /**
   * The folder to install into: the one that the user named, or the distribution's.
   *
   * @throws PluginException if there is none, or more than one
   */
  public Path target() {
    if (more.size() > 1) {
      throw new PluginException("name one folder to install into, not " + more);
    }
    Path target =
        more.isEmpty()
            ? ownFolder()
                .orElseThrow(
                    () ->
                        new PluginException(
                            "this is no distribution with a plugins folder; name one with --plugins DIR"))
            : more.get(0);
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new PluginException(target + ": is no folder, here --plugins expects one");
    }
    return target.toAbsolutePath().normalize();
  }

  /** The jars that run together with those of {@link #target}. */
  public List<Path> jarsBesideTarget() throws IOException {
    Optional<Path> own = ownFolder().map(folder -> folder.toAbsolutePath().normalize());
    return own.isEmpty() || !Files.isDirectory(own.get()) || own.get().equals(target())
        ? List.of()
        : FelixPluginHost.jarsIn(own.get());
  }

  private List<Path> paths() {
    List<Path> all = new ArrayList<>(ownFolder().filter(Files::isDirectory).stream().toList());
    for (Path each : more) {
      if (!Files.exists(each)) {
        throw new PluginException(each + ": --plugins expects a folder or a jar, there is none");
      }
      all.add(each);
    }
    return all;
  }

  private void warn(String message) {
    command.commandLine().getErr().println("firenet: warning: " + ForeignText.line(message));
    command.commandLine().getErr().flush();
  }
}
