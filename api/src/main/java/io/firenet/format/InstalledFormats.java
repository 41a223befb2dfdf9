package io.firenet.format;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The formats of this process: those that {@link ServiceLoader} finds, once, and those that a host
 * of plugins has brought in since.
 */
final class InstalledFormats {

  /** What keeps a format out that is there, a line each. */
  private static final List<String> PROBLEMS = new CopyOnWriteArrayList<>();

  /**
   * Those of this library come first, as it lists them, then others by name: whatever order jars
   * happen to have on a disk, the same format is asked first and offered first.
   */
  private static final Comparator<ImageFormatProvider> ORDER =
      Comparator.comparing(format -> isOwn(format) ? "" : format.name());

  private static final List<ImageFormatProvider> FOUND = found();

  /** As with {@code java.sql.DriverManager}: datasets of other plugins ask for images by path. */
  private static final List<ImageFormatProvider> ADDED = new CopyOnWriteArrayList<>();

  private InstalledFormats() {}

  static List<ImageFormatProvider> all() {
    if (ADDED.isEmpty()) {
      return FOUND;
    }
    List<ImageFormatProvider> all = new ArrayList<>(FOUND);
    all.addAll(ADDED);
    return all;
  }

  static List<String> problems() {
    return List.copyOf(PROBLEMS);
  }

  static void add(ImageFormatProvider format) {
    ADDED.add(format);
  }

  static void remove(ImageFormatProvider format) {
    ADDED.removeIf(each -> each == format);
  }

  private static List<ImageFormatProvider> found() {
    List<ImageFormatProvider> found = new ArrayList<>();
    ClassLoader own = InstalledFormats.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    collect(own, found);
    if (context != null && context != own) {
      collect(context, found);
    }
    return found.stream().sorted(ORDER).toList();
  }

  private static boolean isOwn(ImageFormatProvider format) {
    return Objects.equals(place(format.getClass()), place(InstalledFormats.class));
  }

  private static @Nullable CodeSource place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource();
  }

  private static void collect(@Nullable ClassLoader loader, List<ImageFormatProvider> found) {
    var services = ServiceLoader.load(ImageFormatProvider.class, loader).stream().iterator();
    while (true) {
      try {
        if (!services.hasNext()) {
          return;
        }
        ServiceLoader.Provider<ImageFormatProvider> next = services.next();
        if (found.stream().noneMatch(each -> each.getClass() == next.type())) {
          found.add(next.get());
        }
      } catch (ServiceConfigurationError e) {
        PROBLEMS.add(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
    }
  }
}
