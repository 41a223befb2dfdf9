package io.firenet.launcher.host;

import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.plugin.PluginSource;
import io.firenet.dataset.DatasetProvider;
import io.firenet.decoder.DecoderProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/**
 * An OSGi framework inside this program that runs plugin jars. Plugins see the API's packages and
 * the JDK, not each other's and not the engine's. A plugin that fails is reported in one line and
 * does not stop the others. Plugin code is trusted: it can do what this program can do.
 */
public final class FelixPluginHost implements AutoCloseable {

  private static final int STOP_MILLIS = 5_000;

  private final Framework framework;
  private final Path cache;
  private final Consumer<String> warnings;
  private final Thread deleteCacheAtExit;

  private FelixPluginHost(Framework framework, Path cache, Consumer<String> warnings) {
    this.framework = framework;
    this.cache = cache;
    this.warnings = warnings;
    // An interrupted program does not come to close().
    deleteCacheAtExit = new Thread(this::deleteCache);
    Runtime.getRuntime().addShutdownHook(deleteCacheAtExit);
  }

  /**
   * Starts the framework and every plugin.
   *
   * @param jars plugin jars, in the order in which they may claim a name
   * @param warnings receives one line per plugin that cannot be used
   * @throws PluginException if the framework itself does not start
   */
  public static FelixPluginHost start(List<Path> jars, Consumer<String> warnings) {
    try {
      Path cache = Files.createTempDirectory("firenet-plugins");
      Framework framework =
          new FrameworkFactory()
              .newFramework(
                  Map.of(
                      Constants.FRAMEWORK_STORAGE,
                      cache.toString(),
                      Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                      ApiPackages.exported(),
                      // Plugins ask for this, since they are to be registered from their manifest.
                      Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                      "osgi.extender;osgi.extender=\"osgi.serviceloader.registrar\";version:Version=1.0",
                      "felix.log.level",
                      "0"));
      FelixPluginHost host = new FelixPluginHost(framework, cache, warnings);
      framework.start();
      host.startBundles(jars);
      return host;
    } catch (IOException | BundleException e) {
      throw new PluginException("the plugin host does not start: " + e.getMessage(), e);
    }
  }

  private void startBundles(List<Path> jars) {
    // All are installed before the first is started, so that their order does not matter to OSGi.
    List<PluginBundle> installed = new ArrayList<>();
    forEach(jars, jar -> installed.add(PluginBundle.install(framework.getBundleContext(), jar)));
    forEach(installed, PluginBundle::start);
  }

  private <T> void forEach(List<T> items, Consumer<T> action) {
    for (T item : items) {
      try {
        action.accept(item);
      } catch (PluginException e) {
        warnings.accept(e.getMessage());
      }
    }
  }

  /** The datasets and decoders that the running plugins offer in the framework's registry. */
  public PluginRegistry registry() {
    PluginRegistry.Builder registry = new PluginRegistry.Builder();
    offer(DatasetProvider.class, registry::add);
    offer(DecoderProvider.class, registry::add);
    return registry.build();
  }

  private <P> void offer(Class<P> type, BiConsumer<P, PluginSource> registry) {
    BundleContext context = framework.getBundleContext();
    List<ServiceReference<P>> references;
    try {
      references = new ArrayList<>(context.getServiceReferences(type, null));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("no filter was given", e);
    }
    references.sort(Comparator.comparing(ServiceReference::getBundle));
    forEach(
        references,
        reference -> {
          Bundle bundle = reference.getBundle();
          P provider = context.getService(reference);
          if (bundle != null && provider != null) {
            registry.accept(provider, PluginBundle.source(bundle));
          }
        });
  }

  /** The framework's cache; there as long as this host runs. */
  Path cache() {
    return cache;
  }

  /** Stops the plugins and deletes the framework's cache. */
  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(STOP_MILLIS);
    } catch (BundleException e) {
      warnings.accept("the plugin host does not stop cleanly: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deleteCache();
    Runtime.getRuntime().removeShutdownHook(deleteCacheAtExit);
  }

  private void deleteCache() {
    if (!Files.exists(cache)) {
      return;
    }
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      warnings.accept("cannot delete the temporary folder " + cache + ": " + e.getMessage());
    }
  }
}
