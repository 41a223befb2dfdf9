package io.firenet.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.fabric.FabricNetwork;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.folder.DeclaredDataset;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginRegistryTests {

  private static final PluginSource FIRST = new PluginSource("first", "1.0.0", "first.jar");
  private static final PluginSource SECOND = new PluginSource("second", "2.0.0", "second.jar");

  private record Named(String name) implements DatasetProvider {
    @Override
    public DatasetDescriptor descriptor() {
      return DatasetDescriptor.builder(name)
          .title("Title of " + name)
          .channels("MR")
          .labels("a", "b")
          .needsFolder(false)
          .build();
    }

    @Override
    public Dataset open(DatasetSource source) {
      throw new UnsupportedOperationException("a registry opens nothing");
    }
  }

  @Test
  void findsByNameAndListsByName() {
    Named knee = new Named("knee");
    PluginRegistry registry =
        new PluginRegistry.Builder().add(new Named("spine"), FIRST).add(knee, SECOND).build();
    assertEquals(knee.descriptor(), registry.dataset("knee").descriptor());
    assertEquals(
        List.of(
            new PluginInfo(PluginInfo.Kind.DATASET, "knee", "Title of knee", SECOND),
            new PluginInfo(PluginInfo.Kind.DATASET, "spine", "Title of spine", FIRST)),
        registry.plugins().stream()
            .filter(plugin -> plugin.kind() == PluginInfo.Kind.DATASET)
            .toList());
  }

  @Test
  void anUnknownNameListsTheKnownAndTheClosest() {
    PluginRegistry registry =
        new PluginRegistry.Builder()
            .add(new Named("msd-hippocampus"), FIRST)
            .add(new Named("phantom"), FIRST)
            .build();
    assertEquals(
        "no dataset 'fantom', did you mean 'phantom'?; there are msd-hippocampus, phantom; to add"
            + " one, put its plugin jar into the plugins folder",
        assertThrows(PluginException.class, () -> registry.dataset("fantom")).getMessage());
    String far = assertThrows(PluginException.class, () -> registry.dataset("zzz")).getMessage();
    assertTrue(far.startsWith("no dataset 'zzz'; there are"), far);
    String part =
        assertThrows(PluginException.class, () -> registry.dataset("hippocampus")).getMessage();
    assertTrue(part.contains("did you mean 'msd-hippocampus'?"), part);
    String none = assertThrows(PluginException.class, () -> registry.decoder("x")).getMessage();
    assertTrue(none.contains("there are none"), none);
  }

  @Test
  void refusesASecondPluginOfOneName() {
    PluginRegistry.Builder builder = new PluginRegistry.Builder().add(new Named("knee"), FIRST);
    String message =
        assertThrows(PluginException.class, () -> builder.add(new Named("knee"), SECOND))
            .getMessage();
    assertTrue(message.contains("first.jar") && message.contains("second.jar"), message);
  }

  @Test
  void theNetworksOfThisProgramAreThereAndKeepTheirNames() {
    PluginRegistry registry = new PluginRegistry.Builder().build();
    assertEquals("firenet", registry.network("firenet").name());
    assertTrue(registry.networks().size() >= 1);
    String unknown =
        assertThrows(PluginException.class, () -> registry.network("firnet")).getMessage();
    assertTrue(unknown.startsWith("no network 'firnet', did you mean 'firenet'?"), unknown);
    PluginRegistry.Builder builder = new PluginRegistry.Builder();
    String taken =
        assertThrows(PluginException.class, () -> builder.add(new FabricNetwork(), SECOND))
            .getMessage();
    assertTrue(
        taken.startsWith("second.jar") && taken.contains("network 'firenet' is already provided"),
        taken);
  }

  @Test
  void aPluginThatCannotDescribeItselfIsNamed() {
    String message =
        assertThrows(
                PluginException.class,
                () -> new PluginRegistry.Builder().add(new Named("No Name"), FIRST))
            .getMessage();
    assertTrue(message.contains("first.jar") && message.contains("No Name"), message);
  }

  @Test
  void theClassPathHasTheSegmentationDecoder() {
    PluginRegistry registry = PluginRegistry.fromClassPath();
    assertEquals("segmentation", registry.decoder("segmentation").name());
  }

  private static DeclaredDataset declared(String name, String title) {
    return new DeclaredDataset(
        DatasetDescriptor.builder(name).title(title).channels("MR").labels("a", "b").build(),
        Optional.empty());
  }

  @Test
  void findsDatasetsThatJarsOnTheClassPathDeclare(@TempDir Path folder) throws IOException {
    List<URL> jars = new ArrayList<>();
    for (String name : List.of("hip", "shoulder")) {
      Path file = folder.resolve(name).resolve(DeclaredDataset.RESOURCE);
      Files.createDirectories(file.getParent());
      Files.writeString(file, declared(name, "Title of " + name).toJson().toString());
      jars.add(folder.resolve(name).toUri().toURL());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader classPath = new URLClassLoader(jars.toArray(URL[]::new), before)) {
      thread.setContextClassLoader(classPath);
      PluginRegistry registry = PluginRegistry.fromClassPath();
      assertEquals("Title of hip", registry.dataset("hip").descriptor().title());
      assertEquals(
          Optional.of(declared("shoulder", "Title of shoulder")), registry.declaration("shoulder"));
      assertTrue(registry.source("hip").file().contains("hip"), registry.source("hip")::file);
      Files.writeString(folder.resolve("hip").resolve(DeclaredDataset.RESOURCE), "{}");
      String damaged =
          assertThrows(PluginException.class, PluginRegistry::fromClassPath).getMessage();
      assertTrue(damaged.contains("\"name\" is missing"), damaged);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aDeclarationStandsInForAPluginThatIsNotThere() {
    PluginRegistry plugins = new PluginRegistry.Builder().add(new Named("knee"), FIRST).build();
    assertSame(plugins, plugins.withDeclared(declared("knee", "Mine")));
    PluginRegistry more = plugins.withDeclared(declared("hip", "Mine"));
    assertEquals("Mine", more.dataset("hip").descriptor().title());
    assertEquals(Optional.of(declared("hip", "Mine")), more.declaration("hip"));
    assertEquals(Optional.empty(), more.declaration("knee"));
    assertEquals(more.declaration("hip"), more.with(new Named("x"), SECOND).declaration("hip"));
  }
}
