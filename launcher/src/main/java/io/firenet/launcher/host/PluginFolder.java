package io.firenet.launcher.host;

import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.JarIdentity;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginSource;
import io.firenet.core.plugin.TrustPolicy;
import io.firenet.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Version;

/** A folder that plugins are installed into. */
public final class PluginFolder {

  private final Path folder;
  private final List<Path> others;
  private final TrustPolicy trust;

  /**
   * A folder, which need not exist yet.
   *
   * @param others jars elsewhere that run together with those of this folder
   */
  public PluginFolder(Path folder, List<Path> others, TrustPolicy trust) {
    this.folder = folder;
    this.others = List.copyOf(others);
    this.trust = trust;
  }

  /**
   * What an installation did.
   *
   * @param plugin the plugin at its new place
   * @param replaced what it took the place of
   */
  public record Installation(InstalledPlugin plugin, List<PluginSource> replaced) {}

  /**
   * Copies a jar into the folder, if it runs together with the others. An earlier version of the
   * same plugin goes.
   *
   * @param force whether a later version, and another plugin's file of the same name, may go too
   * @throws PluginException if it may not or does not run, or would replace what it must not; then
   *     nothing has changed
   * @throws OutputException if the folder cannot be written
   */
  public Installation install(Path file, boolean force) throws IOException {
    Path target = folder.resolve(file.getFileName());
    if (Files.exists(target) && Files.isSameFile(file, target)) {
      throw new PluginException(file + ": lies in the plugins folder already");
    }
    JarBounds.check(file, file);
    PluginSource source = PluginManifest.read(file, file).orElse(unknown(file));
    Map<Path, PluginSource> replaced = replacedBy(source, target);
    if (!force) {
      for (PluginSource each : replaced.values()) {
        refuseToReplace(each, source, target);
      }
    }
    trust.check(target, JarIdentity.of(file, file.toString())); // before any of it runs
    InstalledPlugin plugin = tryOut(file, replaced.keySet());
    OutputException.writing(target, () -> AtomicFile.write(target, out -> Files.copy(file, out)));
    for (Path old : replaced.keySet()) {
      if (!old.equals(target)) {
        OutputException.writing(old, () -> Files.delete(old));
      }
    }
    return new Installation(plugin, List.copyOf(replaced.values()));
  }

  private static PluginSource unknown(Path jar) {
    return new PluginSource("", "", jar.toString());
  }

  /** A damaged jar has no name, but a file that can be replaced. */
  private static PluginSource source(Path jar) throws IOException {
    try {
      JarBounds.check(jar, jar);
      return PluginManifest.read(jar, jar).orElse(unknown(jar));
    } catch (PluginException e) {
      return unknown(jar);
    }
  }

  /** The same plugin in any version, and whatever has the file's name. */
  private Map<Path, PluginSource> replacedBy(PluginSource plugin, Path target) throws IOException {
    Map<Path, PluginSource> all = new LinkedHashMap<>();
    for (Path jar : Files.isDirectory(folder) ? FelixPluginHost.jarsIn(folder) : List.<Path>of()) {
      PluginSource there = source(jar);
      boolean same = !plugin.bundle().isEmpty() && there.bundle().equals(plugin.bundle());
      if (same || jar.equals(target)) {
        all.put(jar, there);
      }
    }
    return all;
  }

  private static void refuseToReplace(PluginSource old, PluginSource plugin, Path target) {
    if (!old.bundle().equals(plugin.bundle())) {
      throw new PluginException(
          "%s: the name is taken by another plugin, %s; give the new file another name, or replace it with --force"
              .formatted(target, old));
    } else if (version(old).compareTo(version(plugin)) > 0) {
      throw new PluginException(
          "%s: a later version is installed, %s; replace it with --force".formatted(plugin, old));
    }
  }

  private static Version version(PluginSource source) {
    try {
      return Version.parseVersion(source.version());
    } catch (IllegalArgumentException e) {
      return Version.emptyVersion; // the framework will say that it is none
    }
  }

  private InstalledPlugin tryOut(Path file, Set<Path> replaced) throws IOException {
    List<Path> jars = new ArrayList<>(others);
    if (Files.isDirectory(folder)) {
      jars.addAll(FelixPluginHost.jarsIn(folder));
    }
    jars.removeAll(replaced);
    jars.remove(file);
    jars.add(file);
    try (FelixPluginHost host = FelixPluginHost.start(jars, trust)) {
      List<InstalledPlugin> all = host.inventory().plugins();
      InstalledPlugin plugin = all.get(all.size() - 1);
      if (!plugin.problems().isEmpty()) {
        throw new PluginException(plugin.problems().get(0));
      }
      return plugin;
    }
  }
}
