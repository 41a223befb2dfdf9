package io.firenet.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import io.firenet.dataset.Naming;
import io.firenet.folder.DeclaredDataset;
import io.firenet.folder.DeclaredDatasets;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.opentest4j.AssertionFailedError;

/** What every plugin is asked for. */
final class Contract {

  private Contract() {}

  /** As {@code assertTrue}, but the message says no more than it needs to. */
  static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      fail(message.formatted(values));
    }
  }

  /** The host refuses a plugin with another name. */
  static void requireName(String kind, String name) {
    try {
      Naming.name(kind, name);
    } catch (IllegalArgumentException e) {
      fail(e.getMessage(), e);
    }
  }

  /** The host must be able to find and to make the provider by itself. */
  static <T> void requireFound(Class<T> service, Class<?> provider) {
    String name = provider.getName();
    require(
        Modifier.isPublic(provider.getModifiers())
            && Arrays.stream(provider.getConstructors()).anyMatch(c -> c.getParameterCount() == 0),
        "%s must be public and have a public constructor without parameters",
        name);
    require(
        ServiceLoader.load(service).stream().anyMatch(found -> found.type() == provider),
        "ServiceLoader does not find %s; annotate it with @ServiceProvider(%s.class), or name it"
            + " in META-INF/services/%s",
        name,
        service.getSimpleName(),
        service.getName());
  }

  /** A dataset without a class must be declared on the class path. */
  static URI requireDeclared(DeclaredDataset dataset) throws IOException {
    ClassLoader classPath = Thread.currentThread().getContextClassLoader();
    return DeclaredDatasets.on(classPath).stream()
        .filter(each -> each.dataset().descriptor().equals(dataset.descriptor()))
        .map(DeclaredDatasets.Found::location)
        .findFirst()
        .orElseGet(
            () ->
                fail(
                    "no %s on the class path declares dataset '%s'; put its jar or folder there"
                        .formatted(DeclaredDataset.RESOURCE, dataset.descriptor().name())));
  }

  /** What is done with a provider that runs inside the host. */
  interface Use<P> {
    void of(P provider) throws IOException;
  }

  /** The build's result must run as a bundle and do there what it does on the class path. */
  static <P> void requireRunsAsBundle(Class<P> service, P provider, Path cache, Use<P> use)
      throws IOException {
    try (HostedPlugin host = HostedPlugin.start(cache)) {
      if (provider instanceof DeclaredDataset declared) {
        use.of(service.cast(host.declared(requireDeclared(declared))));
      } else {
        use.of(host.provider(service, provider.getClass()));
      }
    } catch (NoClassDefFoundError e) {
      if (isFramework(e)) {
        throw noFramework();
      }
      fail(
          ("%s needs %s, which a bundle does not see; put the library into the jar"
                  + " (bnd: -privatepackage: PACKAGE.*), and import none of it optionally")
              .formatted(provider.getClass().getName(), e.getMessage()),
          e);
    }
  }

  private static boolean isFramework(NoClassDefFoundError e) {
    return String.valueOf(e.getMessage()).startsWith("org/osgi/framework/");
  }

  static AssertionFailedError noFramework() {
    return new AssertionFailedError(
        "there is no OSGi framework to start the plugin in; add"
            + " org.apache.felix:org.apache.felix.framework to the dependencies, scope test");
  }
}
