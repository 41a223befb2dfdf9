package io.firenet.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.launcher.BuiltPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.example.plugin.Spine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FelixPluginHostTests {

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

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
  void whatRunsDoesNotHangOnTheFile() throws IOException {
    Path jar = PluginJars.build(folder.resolve("spine.jar"), Spine.class);
    try (FelixPluginHost host = FelixPluginHost.start(List.of(jar), warnings::add)) {
      Files.writeString(jar, "overwritten");
      assertEquals("Spine", host.registry().dataset("bones-spine").descriptor().title());
    }
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

  @Test
  void deletesTheFolderOfAKilledProcessAndNoOther() throws IOException {
    Path temporary = Files.createTempDirectory("firenet-plugins");
    Path killed = Files.createDirectory(temporary.resolveSibling(temporary.getFileName() + "x"));
    Files.createFile(killed.resolve("lock"));
    Files.createDirectories(killed.resolve("felix/bundle1"));
    try (FelixPluginHost first = FelixPluginHost.start(List.of(), warnings::add);
        FelixPluginHost second = FelixPluginHost.start(List.of(), warnings::add)) {
      assertFalse(Files.exists(killed));
      assertTrue(Files.isDirectory(temporary), "may be about to be locked");
      assertTrue(Files.isDirectory(first.cache()));
      assertTrue(Files.isDirectory(second.cache()));
    } finally {
      Files.delete(temporary);
    }
  }
}
