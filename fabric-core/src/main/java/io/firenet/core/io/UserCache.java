package io.firenet.core.io;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The folder where this program keeps what it can find out again. */
public final class UserCache {

  /** The system property that names another folder. */
  public static final String PROPERTY = "firenet.cache";

  private UserCache() {}

  /**
   * That folder, which need not be there: what the system property {@value #PROPERTY} names, else
   * {@code firenet} in the user's folder for caches.
   *
   * @return a path, absolute unless the property names another
   */
  public static Path folder() {
    String named = System.getProperty(PROPERTY, "");
    return named.isEmpty()
        ? folder(
            System.getProperty("os.name"),
            Path.of(System.getProperty("user.home")),
            System.getenv())
        : Path.of(named);
  }

  static Path folder(String system, Path home, Map<String, String> variables) {
    String lower = system.toLowerCase(Locale.ROOT);
    String set =
        variables.getOrDefault(lower.startsWith("win") ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "");
    Path parent;
    if (!set.isEmpty() && Path.of(set).isAbsolute()) {
      parent = Path.of(set);
    } else if (lower.startsWith("win")) {
      parent = home.resolve("AppData").resolve("Local");
    } else {
      parent =
          lower.startsWith("mac")
              ? home.resolve("Library").resolve("Caches")
              : home.resolve(".cache");
    }
    return parent.resolve("firenet");
  }
}
