package io.firenet.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.ServiceLoader;

/** What every plugin is asked for. */
final class Contract {

  private Contract() {}

  /** As {@code assertTrue}, but the message says no more than it needs to. */
  static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      fail(message.formatted(values));
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
}
