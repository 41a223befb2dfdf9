package io.firenet.launcher.host;

import io.firenet.core.io.FileErrors;
import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.TrustPolicy;
import io.firenet.format.ImageFormatProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/**
 * An OSGi framework inside this program that runs plugin jars. Plugins see the API's packages and
 * the JDK, not each other's and not the engine's. A plugin that fails is reported in one line and
 * does not stop the others. Plugin code is trusted: it can do what this program can do.
 */
public final class FelixPluginHost implements AutoCloseable {

  static final Pattern JAR = Pattern.compile("[^.].*\\.jar");

  private static final int STOP_MILLIS = 5_000;

  private final CacheFolder cache;
  private final Framework framework;
  private final TrustPolicy trust;
  private final Map<Path, PluginBundle> plugins = new LinkedHashMap<>();
  private int copies;
  private @Nullable FolderWatch watch;

  private FelixPluginHost(CacheFolder cache, Framework framework, TrustPolicy trust) {
    this.cache = cache;
    this.framework = framework;
    this.trust = trust;
  }

  /**
   * Starts the framework and every plugin that no folder's allowlist forbids.
   *
   * @param jars plugin jars, in the order in which they may claim a name
   * @param warnings receives one line per plugin that cannot be used
   * @throws PluginException if the framework itself does not start
   */
  public static FelixPluginHost start(List<Path> jars, Consumer<String> warnings) {
    FelixPluginHost host = start(jars, TrustPolicy.ofFolders());
    host.inventory().problems().forEach(warnings);
    return host;
  }

  /**
   * Starts the framework and every plugin that may run; {@link #inventory} tells what came of it.
   *
   * @param jars plugin jars, in the order in which they may claim a name
   * @throws PluginException if the framework itself does not start
   */
  public static FelixPluginHost start(List<Path> jars, TrustPolicy trust) {
    FelixPluginHost host = startEmpty(trust, cache -> Map.of());
    host.add(jars);
    return host;
  }

  /**
   * Starts the framework and the plugins in some folders, and follows what happens to them until
   * this is closed: a jar copied in is started, a changed one replaces the old, a deleted one goes.
   * {@link #registry} is always that of the moment. Providers of a plugin that was replaced or
   * deleted may fail from then on.
   *
   * @param folders the one whose plugins may claim a name first comes first
   * @param listener told of each change, from another thread
   * @throws PluginException if the framework itself does not start
   * @throws IOException if a folder cannot be read
   */
  public static FelixPluginHost watch(
      List<Path> folders, TrustPolicy trust, Consumer<PluginEvent> listener) throws IOException {
    FolderWatch watch = new FolderWatch(folders, listener);
    FelixPluginHost host = startEmpty(trust, watch::settings);
    try {
      host.add(watch.jars());
      watch.start(host);
      host.watch = watch;
      return host;
    } catch (IOException | RuntimeException e) {
      host.close();
      throw e;
    }
  }

  private static FelixPluginHost startEmpty(
      TrustPolicy trust, Function<Path, Map<String, String>> settings) {
    try {
      CacheFolder cache = CacheFolder.create();
      Framework framework = PluginFramework.start(cache.path(), settings.apply(cache.path()));
      return new FelixPluginHost(cache, framework, trust);
    } catch (IOException e) {
      String message = "the plugin host needs room in the temporary folder %s: %s";
      String temporary = System.getProperty("java.io.tmpdir");
      throw new PluginException(message.formatted(temporary, FileErrors.describe(e)), e);
    } catch (BundleException e) {
      throw new PluginException("the plugin host does not start: " + e.getMessage(), e);
    }
  }

  /** Takes jars in; a jar that is here already is replaced and keeps its place in the order. */
  synchronized void add(List<Path> jars) {
    // All are installed before the first is started, so that their order does not matter to OSGi.
    List<PluginBundle> added = new ArrayList<>();
    for (Path jar : jars) {
      PluginBundle old = plugins.get(jar);
      if (old != null) {
        old.uninstall();
      }
      Path copy = cache.path().resolve("%s-%s".formatted(copies++, jar.getFileName()));
      PluginBundle plugin =
          PluginBundle.install(framework.getBundleContext(), jar, copy, trust, plugins.values());
      plugins.put(jar, plugin);
      added.add(plugin);
    }
    added.forEach(plugin -> plugin.start(framework));
  }

  /** Takes a jar in as it is now, unless it is the one that is here. */
  synchronized void update(Path jar) {
    PluginBundle old = plugins.get(jar);
    if (old == null || !old.isCurrent()) {
      add(List.of(jar));
      reloadTwins();
    }
  }

  /** Takes some of the jars that are here in anew. */
  synchronized void reload(Predicate<Path> which) {
    add(plugins.keySet().stream().filter(which).toList());
  }

  /** What only another jar kept out may run now. */
  private void reloadTwins() {
    reload(jar -> plugins.get(jar).isTwin());
  }

  /** Takes a jar out. */
  synchronized void remove(Path jar) {
    PluginBundle plugin = plugins.remove(jar);
    if (plugin != null) {
      plugin.uninstall();
      reloadTwins();
    }
  }

  /** What runs now. Where two plugins claim a name, the one that came first has it. */
  public synchronized Inventory inventory() {
    return Inventory.of(plugins.values());
  }

  /**
   * The datasets and decoder heads that run now. It does not change when plugins come and go; ask
   * again for the new ones.
   */
  public PluginRegistry registry() {
    return inventory().registry();
  }

  /** Whether one of some jars declares an image format; looks at manifests and starts nothing. */
  public static boolean bringFormats(List<Path> jars) {
    return jars.stream().anyMatch(jar -> PluginManifest.offers(jar, ImageFormatProvider.class));
  }

  /** The jars in a folder, by name; hidden files are none. */
  public static List<Path> jarsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> JAR.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  Framework framework() {
    return framework;
  }

  /** The folder of the framework and of the jars' copies; there as long as this host runs. */
  Path cache() {
    return cache.path();
  }

  /** Stops the plugins and deletes what was written for them. */
  @Override
  public void close() {
    try {
      if (watch != null) {
        watch.close();
      }
      plugins.values().forEach(PluginBundle::withdraw);
      framework.stop();
      framework.waitForStop(STOP_MILLIS);
    } catch (BundleException e) {
      // What ran is of no use any more, and the work that used it is done.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      cache.close();
    }
  }
}
