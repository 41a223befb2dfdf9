package io.firenet.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aQute.bnd.annotation.spi.ServiceProvider;
import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import io.firenet.dataset.DatasetProvider;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.example.plugin.EmptyDataset;

/** Packs classes of this test into plugin jars, with bnd as authors of plugins do. */
public final class PluginJars {

  private PluginJars() {}

  /** A jar of one plugin of version 1. */
  public static Path build(Path jar, Class<?> provider) throws IOException {
    return build(jar, provider, Map.of());
  }

  /**
   * A jar of one plugin; its symbolic name is the jar's.
   *
   * @param headers instructions for bnd that differ, such as {@code Bundle-Version}
   */
  public static Path build(Path jar, Class<?> provider, Map<String, String> headers)
      throws IOException {
    Path classes = Files.createTempDirectory(jar.getParent(), "classes");
    copy(EmptyDataset.class, classes);
    if (provider != EmptyDataset.class) {
      copy(provider, classes);
    }
    if (provider.getNestHost() == provider) {
      for (Class<?> member : provider.getNestMembers()) {
        if (member != provider) {
          copy(member, classes);
        }
      }
    } else {
      copy(provider.getNestHost(), classes);
      for (Class<?> member : provider.getNestMembers()) {
        if (member.isRecord()) { // what those beside it share
          copy(member, classes);
        }
      }
    }
    try (Builder builder = new Builder()) {
      builder.setClasspath(
          new File[] {
            classes.toFile(), location(DatasetProvider.class), location(ServiceProvider.class)
          });
      builder.setBundleSymbolicName(jar.getFileName().toString().replaceFirst("\\.jar$", ""));
      builder.setBundleVersion("1.0.0");
      builder.setProperty("Private-Package", "org.example.*");
      builder.setProperty("-noimportjava", "true");
      headers.forEach(builder::setProperty);
      Jar built = builder.build();
      assertEquals(List.of(), builder.getErrors());
      built.write(jar.toFile());
      return jar;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Class<?> type, Path folder) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = type.getResourceAsStream("/" + name)) {
      Files.copy(in, file);
    }
  }

  private static File location(Class<?> type) {
    try {
      return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
