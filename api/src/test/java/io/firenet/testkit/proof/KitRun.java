package io.firenet.testkit.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs contract tests on a plugin and collects, for each test, its failure or {@code ""}. */
final class KitRun implements TestExecutionListener {

  private static final String PROVIDER = "provider";

  final Map<String, String> results = new TreeMap<>();

  /** Runs the tests with the provider registered as a service, as in a plugin's own build. */
  static Map<String, String> of(Class<?> tests, Class<?> service, Class<?> provider, Path temporary)
      throws IOException {
    Path services = Files.createDirectories(temporary.resolve("META-INF/services"));
    Files.writeString(services.resolve(service.getName()), provider.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader plugin =
        new URLClassLoader(new URL[] {temporary.toUri().toURL()}, before)) {
      thread.setContextClassLoader(plugin);
      return of(tests, provider);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Runs the tests with a provider that is nobody's service. */
  static Map<String, String> of(Class<?> tests, Class<?> provider) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(tests))
            .configurationParameter(PROVIDER, provider.getName())
            .build();
    KitRun run = new KitRun();
    LauncherFactory.create().execute(request, run);
    return run.results;
  }

  static void assertFails(Map<String, String> results, String test, String message) {
    assertTrue(
        results.getOrDefault(test, "no such test").contains(message),
        () -> "%s should fail with '%s', got %s".formatted(test, message, results));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      String failure = result.getThrowable().map(Throwable::toString).orElse("");
      results.put(test.getDisplayName().replace("()", ""), failure);
    }
  }

  /** Hands the provider that the run is about to the constructor of the tests. */
  static final class Provided implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return true;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      String name = context.getConfigurationParameter(PROVIDER).orElseThrow();
      try {
        return Class.forName(name).getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
