package io.firenet.launcher.host;

import io.firenet.core.plugin.PluginException;
import io.firenet.core.plugin.PluginSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import org.osgi.framework.Constants;

/** What a plugin's manifest says of it, read without running anything. */
final class PluginManifest {

  private PluginManifest() {}

  /** Whether a jar's manifest declares a provider of a service; not if it cannot be read. */
  static boolean offers(Path jar, Class<?> service) {
    try (JarFile zip = new JarFile(jar.toFile())) {
      Manifest manifest = zip.getManifest();
      String capabilities =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Constants.PROVIDE_CAPABILITY);
      return capabilities != null && capabilities.contains("\"" + service.getName() + "\"");
    } catch (IOException e) {
      return false; // whoever starts it says why
    }
  }

  /**
   * Symbolic name and version, absent if the jar is no bundle.
   *
   * @param file where the plugin comes from, {@code jar} or what it is a copy of
   * @throws PluginException if the jar is damaged
   * @throws IOException if it cannot be read
   */
  static Optional<PluginSource> read(Path jar, Path file) throws IOException {
    try (JarFile zip = new JarFile(jar.toFile())) {
      Manifest manifest = zip.getManifest();
      if (manifest == null) {
        return Optional.empty();
      }
      String name = manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
      String version = manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION);
      return Optional.ofNullable(name)
          .map(
              value ->
                  new PluginSource(
                      value.replaceFirst(";.*", "").strip(),
                      version == null ? "0.0.0" : version.strip(),
                      file.toString()));
    } catch (ZipException e) {
      String message = "%s: not a readable jar (%s); fetch it again";
      throw new PluginException(message.formatted(file, e.getMessage()), e);
    }
  }
}
