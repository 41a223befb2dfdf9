package io.firenet.testkit;

import static io.firenet.testkit.Contract.require;
import static org.junit.jupiter.api.Assertions.fail;

import io.firenet.dataset.DatasetProvider;
import io.firenet.folder.DeclaredDataset;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The classes that the plugin's build has made, running as a bundle in an OSGi framework that
 * offers what the launcher's offers: the API's packages and the JDK, nothing of the tests.
 */
final class HostedPlugin implements AutoCloseable {

  /** The JSON types in the API's signatures. */
  private static final String JSON =
      ",jakarta.json;version=\"2.1\",jakarta.json.stream;version=\"2.1\"";

  private static final String SERVICE_LOADER = "osgi.serviceloader";
  private static final String PACKAGE = BundleRevision.PACKAGE_NAMESPACE;

  private final Framework framework;

  private HostedPlugin(Framework framework) {
    this.framework = framework;
  }

  /** A framework without plugins that keeps its files in the given folder. */
  static HostedPlugin start(Path cache) throws IOException {
    String exported =
        BuiltClasses.of(DatasetProvider.class).header(Constants.EXPORT_PACKAGE).orElse("");
    require(!exported.isEmpty(), "the API's manifest exports no package; build the API with Maven");
    FrameworkFactory factory =
        ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow(Contract::noFramework);
    Framework framework =
        factory.newFramework(
            Map.of(
                Constants.FRAMEWORK_STORAGE,
                cache.toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                exported + JSON,
                Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                "osgi.extender;osgi.extender=\"osgi.serviceloader.registrar\";version:Version=1.0",
                "felix.log.level",
                "0"));
    try {
      framework.start();
    } catch (BundleException e) {
      throw new IllegalStateException("the OSGi framework does not start", e);
    }
    return new HostedPlugin(framework);
  }

  /** Starts the plugin and fetches its provider from the framework's registry. */
  <P> P provider(Class<P> service, Class<?> type) throws IOException {
    BuiltClasses built = BuiltClasses.of(type);
    Bundle bundle = started(built);
    requireOffer(bundle, built, service, type.getName());
    Object provider = create(bundle, type.getName());
    require(
        service.isInstance(provider),
        "%s must not bring its own copy of the API's package %s; leave it to Import-Package",
        built,
        service.getPackageName());
    bundle.getBundleContext().registerService(service.getName(), provider, null);
    BundleContext host = framework.getBundleContext();
    ServiceReference<P> reference = host.getServiceReference(service);
    return host.getService(reference);
  }

  /** Starts a bundle that declares a dataset and reads the declaration as the host does. */
  DeclaredDataset declared(URI location) throws IOException {
    BuiltClasses built = new BuiltClasses(location);
    URL declaration = started(built).getEntry(DeclaredDataset.RESOURCE);
    require(declaration != null, "%s has no %s", built, DeclaredDataset.RESOURCE);
    try (InputStream in = declaration.openStream()) {
      return DeclaredDataset.read(in, built + "!/" + DeclaredDataset.RESOURCE);
    }
  }

  private Bundle started(BuiltClasses built) throws IOException {
    require(
        built.header(Constants.BUNDLE_SYMBOLICNAME).isPresent(),
        "%s is no OSGi bundle: META-INF/MANIFEST.MF is missing or has no Bundle-SymbolicName; let"
            + " bnd-maven-plugin write it before the tests run (goal bnd-process)",
        built);
    Bundle bundle = null;
    try {
      bundle = framework.getBundleContext().installBundle("reference:" + built.location());
      bundle.start();
      return bundle;
    } catch (BundleException e) {
      String lacking = bundle == null ? "" : lacking(bundle);
      return fail(
          lacking.isEmpty()
              ? "%s does not start as a bundle: %s".formatted(built, e.getMessage())
              : ("%s imports packages that neither FIRENet nor the JDK offers: %s; put the library"
                      + " into the jar (bnd: -privatepackage: PACKAGE.*) or do without it")
                  .formatted(built, lacking),
          e);
    }
  }

  /** The packages that the bundle imports and nobody exports, as OSGi filters. */
  private String lacking(Bundle bundle) {
    List<BundleCapability> offered =
        framework.adapt(BundleRevision.class).getDeclaredCapabilities(PACKAGE);
    return bundle.adapt(BundleRevision.class).getDeclaredRequirements(PACKAGE).stream()
        .filter(requirement -> offered.stream().noneMatch(requirement::matches))
        .map(requirement -> requirement.getDirectives().get(Constants.FILTER_DIRECTIVE))
        .collect(Collectors.joining(", "));
  }

  private static void requireOffer(
      Bundle bundle, BuiltClasses built, Class<?> service, String provider) {
    boolean offered =
        bundle.adapt(BundleWiring.class).getCapabilities(SERVICE_LOADER).stream()
            .anyMatch(
                capability ->
                    service.getName().equals(capability.getAttributes().get(SERVICE_LOADER))
                        && provider.equals(capability.getDirectives().get("register")));
    require(
        offered,
        "the manifest of %s does not offer %s; annotate the class with @ServiceProvider(%s.class)"
            + " and let bnd-maven-plugin write the manifest",
        built,
        provider,
        service.getSimpleName());
  }

  private static Object create(Bundle bundle, String provider) {
    try {
      return bundle.loadClass(provider).getConstructor().newInstance();
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return fail(provider + " must be public and have a public constructor without parameters", e);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      return fail(
          "the constructor of %s fails in a bundle, which sees the API, the JDK and its own jar: %s"
              .formatted(provider, cause),
          cause);
    } catch (ReflectiveOperationException | LinkageError e) {
      return fail("%s cannot be created in a bundle: %s".formatted(provider, e), e);
    }
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(5_000);
    } catch (BundleException e) {
      throw new IllegalStateException("the OSGi framework does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
