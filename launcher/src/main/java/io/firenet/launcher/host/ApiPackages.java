package io.firenet.launcher.host;

import io.firenet.dataset.DatasetProvider;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What the API's jar exports, in the words of its manifest, and the JSON types in its signatures;
 * bundles import just that.
 */
final class ApiPackages {

  private static final String JSON =
      ",jakarta.json;version=\"2.1\",jakarta.json.stream;version=\"2.1\"";

  private ApiPackages() {}

  /** The {@code Export-Package} header, versions included. */
  static String exported() throws IOException {
    Path location = location(DatasetProvider.class);
    String exports = manifest(location).getMainAttributes().getValue("Export-Package");
    if (exports == null) {
      throw new IOException(location + ": its manifest exports no package; build it with Maven");
    }
    return exports + JSON;
  }

  private static Path location(Class<?> type) throws IOException {
    try {
      return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toPath();
    } catch (URISyntaxException e) {
      throw new IOException("cannot locate " + type.getName(), e);
    }
  }

  private static Manifest manifest(Path location) throws IOException {
    if (Files.isDirectory(location)) {
      try (InputStream in = Files.newInputStream(location.resolve(JarFile.MANIFEST_NAME))) {
        return new Manifest(in);
      }
    }
    try (JarFile jar = new JarFile(location.toFile())) {
      Manifest manifest = jar.getManifest();
      return manifest == null ? new Manifest() : manifest;
    }
  }
}
