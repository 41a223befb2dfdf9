package io.firenet.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The folder or jar that a class was loaded from.
 *
 * @param location a folder's ends with a slash
 */
record BuiltClasses(URI location) {

  static BuiltClasses of(Class<?> type) {
    try {
      return new BuiltClasses(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot locate " + type, e);
    }
  }

  /** A header of its manifest, if it has both. */
  Optional<String> header(String name) throws IOException {
    Manifest manifest = new Manifest();
    Path path = path();
    if (Files.isDirectory(path)) {
      Path file = path.resolve(JarFile.MANIFEST_NAME);
      if (Files.exists(file)) {
        try (InputStream in = Files.newInputStream(file)) {
          manifest.read(in);
        }
      }
    } else {
      try (JarFile jar = new JarFile(path.toFile())) {
        manifest = Optional.ofNullable(jar.getManifest()).orElse(manifest);
      }
    }
    return Optional.ofNullable(manifest.getMainAttributes().getValue(name));
  }

  private Path path() {
    return new File(location).toPath();
  }

  @Override
  public String toString() {
    return path().toString();
  }
}
