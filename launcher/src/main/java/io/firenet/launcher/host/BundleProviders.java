package io.firenet.launcher.host;

import io.firenet.architecture.NetworkProvider;
import io.firenet.core.io.FileErrors;
import io.firenet.core.plugin.Fence;
import io.firenet.core.plugin.PluginException;
import io.firenet.dataset.DatasetProvider;
import io.firenet.decoder.DecoderProvider;
import io.firenet.folder.DeclaredDataset;
import io.firenet.folder.FolderLayout;
import io.firenet.format.ImageFormatProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
          FolderLayout.class.getName(), FolderLayout.class,
          ImageFormatProvider.class.getName(), ImageFormatProvider.class,
          NetworkProvider.class.getName(), NetworkProvider.class);

  private final Bundle bundle;
  private final Fence fence;

  /**
   * @param fence what the plugin's code runs behind
   */
  BundleProviders(Bundle bundle, Fence fence) {
    this.bundle = bundle;
    this.fence = fence;
  }

  /** Creates and registers all that can be; returns a line for each that cannot. */
  List<String> register() {
    List<String> problems = new ArrayList<>();
    boolean declared = false;
    for (BundleCapability each : bundle.adapt(BundleWiring.class).getCapabilities(SERVICE_LOADER)) {
      Class<?> kind = KINDS.get(String.valueOf(each.getAttributes().get(SERVICE_LOADER)));
      if (kind != null) {
        declared = true;
        try {
          register(kind, each.getDirectives().get("register"));
        } catch (PluginException e) {
          problems.add(e.getMessage());
        }
      }
    }
    URL declaration = bundle.getEntry(DeclaredDataset.RESOURCE);
    if (declaration != null) {
      declared = true;
      try {
        register(declaration);
      } catch (PluginException e) {
        problems.add(e.getMessage());
      }
    }
    if (!declared && of(bundle).isEmpty()) {
      problems.add(
          problem(
                  "offers neither a dataset nor a decoder nor a network nor an image format nor a layout;"
                      + " annotate its provider class with @ServiceProvider(DatasetProvider.class),"
                      + " (DecoderProvider.class), (NetworkProvider.class),"
                      + " (ImageFormatProvider.class) or (FolderLayout.class)")
              .getMessage());
    }
    return problems;
  }

  private PluginException problem(String text) {
    return new PluginException(fence.source().file() + ": " + text);
  }

  /** Registers a dataset that the bundle declares and has no class for. */
  private void register(URL declaration) {
    try (InputStream in = declaration.openStream()) {
      DeclaredDataset dataset = DeclaredDataset.read(in, DeclaredDataset.RESOURCE);
      bundle.getBundleContext().registerService(DatasetProvider.class.getName(), dataset, null);
    } catch (IOException e) {
      throw problem(FileErrors.describe(e));
    }
  }

  private void register(Class<?> kind, @Nullable String className) {
    if (className == null) {
      throw problem(
          "its manifest offers a %s but names no class (register:=CLASS); build it with bnd-maven-plugin"
              .formatted(kind.getSimpleName()));
    }
    // Registered by this thread: what comes too late to be waited for is not registered at all.
    Object provider = fence.ask("the start of " + className, () -> create(className));
    if (!kind.isInstance(provider)) {
      throw problem(
          "%s is no %s of this program; does the jar bring a copy of the API along? Give the API the scope 'provided'"
              .formatted(className, kind.getSimpleName()));
    }
    bundle.getBundleContext().registerService(kind.getName(), provider, null);
  }

  private Object create(String className) {
    try {
      return bundle.loadClass(className).getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw problem(
          "its manifest names the class %s, which it does not contain; build it again"
              .formatted(className));
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw problem(
          "%s cannot be created; make it a public class with a public constructor without parameters"
              .formatted(className));
    } catch (Throwable e) { // whatever a plugin's code throws, in its constructor or before
      Throwable cause = e;
      while (cause.getCause() != null
          && (cause instanceof InvocationTargetException
              || cause instanceof ExceptionInInitializerError)) {
        cause = cause.getCause();
      }
      throw problem(
          "%s cannot be created: %s; ask the plugin's author"
              .formatted(className, Fence.words(cause)));
    }
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
