package io.firenet.launcher;

import io.firenet.dataset.DatasetProvider;
import io.firenet.decoder.DecoderProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The distribution's plugins as this build made them, as jars in a folder. */
public final class BuiltPlugins {

  private BuiltPlugins() {}

  /** Puts every plugin of the test class path into a folder; returns the jars. */
  public static List<Path> copyTo(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    List<Class<?>> providers = new ArrayList<>();
    ServiceLoader.load(DatasetProvider.class).stream().forEach(each -> providers.add(each.type()));
    ServiceLoader.load(DecoderProvider.class).stream().forEach(each -> providers.add(each.type()));
    for (Class<?> provider : providers) {
      Path built = path(provider.getProtectionDomain().getCodeSource().getLocation());
      jars.add(copy(built, folder.resolve(provider.getSimpleName() + ".jar")));
    }
    return jars;
  }

  private static Path path(URL location) {
    try {
      return Path.of(location.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a jar of a built plugin: "mvn test" hands over folders of classes, "mvn verify" jars. */
  public static Path copy(Path built, Path jar) throws IOException {
    if (!Files.isDirectory(built)) {
      return Files.copy(built, jar);
    }
    try (Stream<Path> walk = Files.walk(built)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      return write(jar, built, files);
    }
  }

  private static Path write(Path jar, Path root, List<Path> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      add(zip, JarFile.MANIFEST_NAME, root.resolve(JarFile.MANIFEST_NAME));
      for (Path file : files) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (!name.equals(JarFile.MANIFEST_NAME)) {
          add(zip, name, file);
        }
      }
    }
    return jar;
  }

  private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    Files.copy(file, zip);
    zip.closeEntry();
  }
}
