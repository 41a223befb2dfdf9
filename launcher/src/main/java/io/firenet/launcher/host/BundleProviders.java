package io.firenet.launcher.host;

import io.firenet.architecture.NetworkProvider;
import io.firenet.dataset.DatasetProvider;
import io.firenet.decoder.DecoderProvider;
import io.firenet.format.ImageFormatProvider;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/** The providers that a bundle's manifest declares, as services of the framework. */
final class BundleProviders {

  private static final String SERVICE_LOADER = "osgi.serviceloader";
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          DatasetProvider.class.getName(), DatasetProvider.class,
          DecoderProvider.class.getName(), DecoderProvider.class,
          ImageFormatProvider.class.getName(), ImageFormatProvider.class,
          NetworkProvider.class.getName(), NetworkProvider.class);

  private final Bundle bundle;

  BundleProviders(Bundle bundle) {
    this.bundle = bundle;
  }

  /** Creates and registers all that can be; returns a line for each that cannot. */
  List<String> register() {
    List<String> problems = new ArrayList<>();
    boolean declared = false;
    for (BundleCapability each : bundle.adapt(BundleWiring.class).getCapabilities(SERVICE_LOADER)) {
      Class<?> kind = KINDS.get(String.valueOf(each.getAttributes().get(SERVICE_LOADER)));
      if (kind != null) {
        declared = true;
        register(kind, each.getDirectives().get("register")).ifPresent(problems::add);
      }
    }
    if (!declared && of(bundle).isEmpty()) {
      problems.add(
          "offers neither a dataset nor a decoder nor a network nor an image format; annotate its"
              + " provider class with @ServiceProvider(DatasetProvider.class),"
              + " (DecoderProvider.class), (NetworkProvider.class) or (ImageFormatProvider.class)");
    }
    return problems;
  }

  private Optional<String> register(Class<?> kind, @Nullable String className) {
    if (className == null) {
      return Optional.of(
          "its manifest offers a %s but names no class (register:=CLASS); build it with bnd-maven-plugin"
              .formatted(kind.getSimpleName()));
    }
    try {
      Object provider = bundle.loadClass(className).getConstructor().newInstance();
      if (!kind.isInstance(provider)) {
        return Optional.of(
            "%s is no %s of this program; does the jar bring a copy of the API along? Give the API the scope 'provided'"
                .formatted(className, kind.getSimpleName()));
      }
      bundle.getBundleContext().registerService(kind.getName(), provider, null);
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      return Optional.of(
          "its manifest names the class %s, which it does not contain; build it again"
              .formatted(className));
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      return Optional.of(
          "%s cannot be created; make it a public class with a public constructor without parameters"
              .formatted(className));
    } catch (InvocationTargetException e) {
      return failed(className, e.getCause());
    } catch (LinkageError e) {
      boolean initializer = e instanceof ExceptionInInitializerError && e.getCause() != null;
      return failed(className, initializer ? e.getCause() : e);
    }
  }

  private static Optional<String> failed(String className, Throwable e) {
    String what = e.toString().lines().findFirst().orElse("");
    return Optional.of(
        "%s cannot be created: %s; ask the plugin's author".formatted(className, what));
  }

  /** The providers that a bundle has registered, in the order in which it did. */
  static List<Object> of(Bundle bundle) {
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    return services == null
        ? List.of()
        : Stream.of(services)
            .<Object>map(reference -> bundle.getBundleContext().getService(reference))
            .filter(Objects::nonNull)
            .toList();
  }
}
