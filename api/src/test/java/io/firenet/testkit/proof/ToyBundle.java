package io.firenet.testkit.proof;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder as a plugin's build leaves it: the classes of this package, a service, a manifest. */
final class ToyBundle {

  static final String IMPORTS = "Import-Package";
  static final String OFFERS = "Provide-Capability";
  static final String NAME = "Bundle-SymbolicName";

  final Class<?> service;
  final Class<?> provider;
  private final Path folder;
  private final Map<String, String> headers = new HashMap<>();

  private ToyBundle(Class<?> service, Class<?> provider, Path folder) {
    this.service = service;
    this.provider = provider;
    this.folder = folder;
  }

  static ToyBundle of(Class<?> service, Class<?> provider, Path folder) throws IOException {
    ToyBundle bundle = new ToyBundle(service, provider, folder);
    bundle.copyPackageOf(ToyBundle.class);
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(service.getName()), provider.getName());
    return bundle
        .with("Bundle-ManifestVersion", "2")
        .with(NAME, "toy")
        .with(IMPORTS, imports("[1,2)"))
        .with(OFFERS, offer(service, provider));
  }

  static String imports(String version) {
    return Stream.of("architecture", "dataset", "decoder", "format", "network", "volume")
        .map(name -> "io.firenet.%s;version=\"%s\"".formatted(name, version))
        .collect(Collectors.joining(",", "", ",jakarta.json;version=\"[2.1,3)\""));
  }

  static String offer(Class<?> service, Class<?> provider) {
    return "osgi.serviceloader;osgi.serviceloader=\"%s\";register:=\"%s\""
        .formatted(service.getName(), provider.getName());
  }

  /** Sets a header of the manifest; an empty value takes it away. */
  ToyBundle with(String header, String value) throws IOException {
    headers.put(header, value);
    headers.values().removeIf(String::isEmpty);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(manifest.getMainAttributes()::putValue);
    try (OutputStream out = Files.newOutputStream(folder.resolve(JarFile.MANIFEST_NAME))) {
      manifest.write(out);
    }
    return this;
  }

  /** Adds the classes beside the given one. */
  ToyBundle copyPackageOf(Class<?> type) throws IOException {
    Path root = builtFolder(type);
    Path classes = root.resolve(type.getPackageName().replace('.', '/'));
    Path copy = Files.createDirectories(folder.resolve(root.relativize(classes)));
    try (Stream<Path> built = Files.list(classes)) {
      for (Path file : built.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return this;
  }

  private static Path builtFolder(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A class path with this bundle on it. */
  URLClassLoader classPath() throws IOException {
    return new ClassPath(new URL[] {folder.toUri().toURL()}, ToyBundle.class.getPackageName(), "-");
  }

  /** A class path with this bundle and the kit on it, but no OSGi framework. */
  URLClassLoader classPathWithoutFramework() throws IOException {
    URL kit = builtFolder(ToyBundle.class).toUri().toURL();
    return new ClassPath(
        new URL[] {folder.toUri().toURL(), kit}, "io.firenet.testkit.", "org.osgi.");
  }

  /** Has classes of its own and hides some of its parent's. */
  private static final class ClassPath extends URLClassLoader {

    private final String own;
    private final String hidden;

    ClassPath(URL[] path, String own, String hidden) {
      super(path, ToyBundle.class.getClassLoader());
      this.own = own;
      this.hidden = hidden;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (name.startsWith(hidden)) {
          throw new ClassNotFoundException(name);
        }
        if (!name.startsWith(own)) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
