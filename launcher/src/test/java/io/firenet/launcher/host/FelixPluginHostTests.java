package io.firenet.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.PluginInfo;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.launcher.BuiltPlugins;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FelixPluginHostTests {

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  /** A provider whose constructor fails. */
  public static final class Failing implements DatasetProvider {
    public Failing() {
      throw new IllegalStateException("no luck today");
    }

    @Override
    public DatasetDescriptor descriptor() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Dataset open(DatasetSource source) {
      throw new UnsupportedOperationException();
    }
  }

  /** Packs one class of this test as a bundle with the given manifest. */
  private Path bundle(String name, Class<?> provider, Map<String, String> headers)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
    Path jar = folder.resolve(name + ".jar");
    String entry = provider.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest);
        InputStream code = provider.getResourceAsStream("/" + entry)) {
      zip.putNextEntry(new ZipEntry(entry));
      code.transferTo(zip);
    }
    return jar;
  }

  private static Map<String, String> headers(String name, String version, Class<?> provider) {
    return Map.of(
        "Bundle-ManifestVersion",
        "2",
        "Bundle-SymbolicName",
        name,
        "Import-Package",
        "io.firenet.dataset;version=\"%s\"".formatted(version),
        "Provide-Capability",
        "osgi.serviceloader;osgi.serviceloader=\"%s\";register:=\"%s\""
            .formatted(DatasetProvider.class.getName(), provider.getName()));
  }

  private List<String> names(List<Path> jars) {
    try (FelixPluginHost host = FelixPluginHost.start(jars, warnings::add)) {
      return host.registry().plugins().stream().map(PluginInfo::name).toList();
    }
  }

  private void assertOnlyWarning(String... parts) {
    assertEquals(1, warnings.size(), warnings::toString);
    assertEquals(1, warnings.get(0).lines().count(), warnings::toString);
    for (String part : parts) {
      assertTrue(warnings.get(0).contains(part), () -> warnings + " lacks '" + part + "'");
    }
  }

  @Test
  void runsTheBuiltPluginsFromTheirOwnClasses() throws IOException {
    List<Path> jars = BuiltPlugins.copyTo(folder);
    try (FelixPluginHost host = FelixPluginHost.start(jars, warnings::add)) {
      PluginRegistry registry = host.registry();
      assertEquals(List.of(), warnings);
      DatasetProvider phantom = registry.dataset("phantom");
      assertEquals(24, phantom.open(DatasetSource.none()).cases().size());
      assertEquals("segmentation", registry.decoder("segmentation").name());
      assertTrue(registry.datasets().size() >= 2, () -> registry.plugins().toString());
      for (ServiceLoader.Provider<DatasetProvider> other :
          ServiceLoader.load(DatasetProvider.class).stream().toList()) {
        assertNotSame(other.type(), phantom.getClass());
      }
    }
  }

  @Test
  void brokenJarsAreNamedAndStopNobody() throws IOException {
    List<Path> good = BuiltPlugins.copyTo(folder);
    Path damaged = Files.writeString(folder.resolve("damaged.jar"), "PK but no jar");
    List<Path> jars = new ArrayList<>(good);
    jars.add(0, damaged);
    assertEquals(good.size(), names(jars).size());
    assertOnlyWarning("damaged.jar", "not a readable jar");
  }

  @Test
  void aJarThatIsNoBundleIsNamed() throws IOException {
    assertEquals(List.of(), names(List.of(bundle("plain", Failing.class, Map.of()))));
    assertOnlyWarning("plain.jar", "Bundle-SymbolicName");
  }

  @Test
  void aFailingConstructorIsNamed() throws IOException {
    Path jar = bundle("failing", Failing.class, headers("failing", "[1,2)", Failing.class));
    assertEquals(List.of(), names(List.of(jar)));
    assertOnlyWarning("failing.jar", Failing.class.getName(), "no luck today");
  }

  @Test
  void aPluginForAnotherApiIsRefused() throws IOException {
    Path jar = bundle("newer", Failing.class, headers("newer", "[99,100)", Failing.class));
    assertEquals(List.of(), names(List.of(jar)));
    assertOnlyWarning("newer.jar", "io.firenet.dataset", "99.0.0");
  }

  @Test
  void aMissingClassIsNamed() throws IOException {
    Path jar = bundle("hollow", Failing.class, headers("hollow", "[1,2)", ServiceLoader.class));
    assertEquals(List.of(), names(List.of(jar)));
    assertOnlyWarning("hollow.jar", "cannot be created");
  }

  @Test
  void aSecondPluginOfOneNameIsRefused() throws IOException {
    List<Path> jars = BuiltPlugins.copyTo(folder);
    Path again = Files.copy(jars.get(0), folder.resolve("again.jar"));
    List<Path> both = new ArrayList<>(jars);
    both.add(again);
    assertEquals(jars.size(), names(both).size());
    assertOnlyWarning("again.jar");
  }

  @Test
  void leavesNoTemporaryFolderBehind() throws IOException {
    Path cache;
    try (FelixPluginHost host = FelixPluginHost.start(BuiltPlugins.copyTo(folder), warnings::add)) {
      cache = host.cache();
      assertTrue(Files.isDirectory(cache));
    }
    assertFalse(Files.exists(cache));
    assertEquals(List.of(), warnings);
  }
}
