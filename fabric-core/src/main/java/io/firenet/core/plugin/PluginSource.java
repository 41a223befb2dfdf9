package io.firenet.core.plugin;

/**
 * Where a provider comes from.
 *
 * @param bundle the bundle's symbolic name
 * @param version the bundle's version
 * @param file the jar or class folder, as a path or URL for people to read
 */
public record PluginSource(String bundle, String version, String file) {

  /** The source of a dataset that no plugin brings and its folder describes. */
  public static final PluginSource DECLARED =
      new PluginSource("", "", "a folder that describes itself");

  /**
   * The source of a class that is on the class path rather than in a bundle.
   *
   * @param provider the plugin's class
   * @return its package, without a version, and the jar or folder it was loaded from
   */
  public static PluginSource classPath(Class<?> provider) {
    var source = provider.getProtectionDomain().getCodeSource();
    return new PluginSource(
        provider.getPackageName(),
        "",
        source == null ? "class path" : source.getLocation().getPath());
  }

  @Override
  public String toString() {
    return version.isEmpty() ? file : "%s (%s %s)".formatted(file, bundle, version);
  }
}
