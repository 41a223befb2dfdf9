package io.firenet.testkit.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.DiscoverySelector;
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

  /** Runs all tests on a bundle, as in a plugin's own build. */
  static Map<String, String> of(Class<?> tests, ToyBundle bundle) throws IOException {
    try (URLClassLoader classPath = bundle.classPath()) {
      return of(selectClass(tests), bundle.provider, classPath);
    }
  }

  /** One of the tests must fail on the bundle with a message that has this part. */
  static void assertFails(Class<?> tests, ToyBundle bundle, String test, String message)
      throws IOException {
    try (URLClassLoader classPath = bundle.classPath()) {
      assertFails(of(selectMethod(tests, test), bundle.provider, classPath), test, message);
    }
  }

  static void assertFails(Map<String, String> results, String test, String message) {
    assertTrue(
        results.getOrDefault(test, "no such test").contains(message),
        () -> "%s should fail with '%s', got %s".formatted(test, message, results));
  }

  /** Runs tests on the provider as a class path has it. */
  static Map<String, String> of(DiscoverySelector tests, Class<?> provider, ClassLoader classPath) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classPath);
    try {
      KitRun run = new KitRun();
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(tests)
              .configurationParameter(PROVIDER, provider.getName())
              .build();
      LauncherFactory.create().execute(request, run);
      return run.results;
    } finally {
      thread.setContextClassLoader(before);
    }
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
        ClassLoader classPath = Thread.currentThread().getContextClassLoader();
        Constructor<?> constructor = classPath.loadClass(name).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
