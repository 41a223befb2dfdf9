package io.firenet.launcher.host;

import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginSource;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/** One plugin jar in the framework. */
record PluginBundle(Path jar, Bundle bundle, Bundle framework) {

  private static final String SERVICE_LOADER = "osgi.serviceloader";
  private static final String PACKAGE_NAMESPACE = BundleRevision.PACKAGE_NAMESPACE;

  /**
   * Reads the jar without running anything of it.
   *
   * @throws PluginException if it is damaged, no bundle, or installed already
   */
  static PluginBundle install(BundleContext context, Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      var manifest = file.getManifest();
      if (manifest == null
          || manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
        throw new PluginException(
            jar
                + ": not a plugin, its manifest has no Bundle-SymbolicName; build it with"
                + " bnd-maven-plugin or take it out of the plugins folder");
      }
      // A reference, so that the jar is read where it lies and not copied into the cache.
      Bundle bundle = context.installBundle("reference:" + jar.toUri());
      return new PluginBundle(jar, bundle, context.getBundle(Constants.SYSTEM_BUNDLE_ID));
    } catch (IOException e) {
      throw new PluginException(
          "%s: not a readable jar (%s); fetch it again".formatted(jar, e.getMessage()), e);
    } catch (BundleException e) {
      throw new PluginException("%s: cannot be installed: %s".formatted(jar, e.getMessage()), e);
    }
  }

  /**
   * Starts the bundle and registers the providers that its manifest declares.
   *
   * @throws PluginException if it needs what is not there, or a provider cannot be created
   */
  void start() {
    try {
      bundle.start();
    } catch (BundleException e) {
      throw new PluginException(jar + ": " + whyNotStarted(e), e);
    }
    for (BundleCapability capability :
        bundle.adapt(BundleWiring.class).getCapabilities(SERVICE_LOADER)) {
      String service = String.valueOf(capability.getAttributes().get(SERVICE_LOADER));
      String provider = capability.getDirectives().get("register");
      if (provider == null) {
        throw new PluginException(
            "%s: its manifest offers a %s but names no class (register:=CLASS)"
                .formatted(jar, service));
      }
      bundle.getBundleContext().registerService(service, create(provider), null);
    }
    if (bundle.getRegisteredServices() == null) {
      throw new PluginException(jar + ": offers neither a dataset nor a decoder");
    }
  }

  private Object create(String className) {
    try {
      return bundle.loadClass(className).getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw broken(className, e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw broken(className, e);
    }
  }

  private PluginException broken(String className, Throwable e) {
    return new PluginException("%s: %s cannot be created: %s".formatted(jar, className, e), e);
  }

  /** Names the packages that nobody offers: most often the plugin was built for another API. */
  private String whyNotStarted(BundleException e) {
    List<BundleCapability> offered =
        framework.adapt(BundleRevision.class).getDeclaredCapabilities(PACKAGE_NAMESPACE);
    String lacking =
        bundle.adapt(BundleRevision.class).getDeclaredRequirements(PACKAGE_NAMESPACE).stream()
            .filter(requirement -> offered.stream().noneMatch(requirement::matches))
            .map(requirement -> requirement.getDirectives().get(Constants.FILTER_DIRECTIVE))
            .collect(Collectors.joining(", "));
    return lacking.isEmpty()
        ? "cannot be started: " + e.getMessage()
        : "needs packages that this version of FIRENet does not offer: %s; get the plugin's build for it"
            .formatted(lacking);
  }

  /** Where a bundle comes from. */
  static PluginSource source(Bundle bundle) {
    return new PluginSource(
        bundle.getSymbolicName(),
        bundle.getVersion().toString(),
        bundle.getLocation().replaceFirst("^reference:file:/*", "/"));
  }
}
