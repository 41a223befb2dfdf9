package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.PluginInfo;
import io.firenet.core.testkit.TrainedExportCheck;
import io.firenet.dataset.DatasetProvider;
import io.firenet.decoder.DecoderProvider;
import io.firenet.launcher.host.FelixPluginHost;
import jakarta.json.Json;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.parsson.JsonProviderImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plugins of the distribution, all of them, whichever they are. */
class BundledPluginTests {

  @TempDir Path folder;

  /** The jars, the API and its JSON parser, without OSGi and without the rest of FIRENet. */
  private static URLClassLoader classPath(List<Path> jars) throws IOException {
    List<URL> path = new ArrayList<>();
    for (Path jar : jars) {
      path.add(jar.toUri().toURL());
    }
    for (Class<?> type : List.of(DatasetProvider.class, Json.class, JsonProviderImpl.class)) {
      path.add(type.getProtectionDomain().getCodeSource().getLocation());
    }
    return new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @Test
  void jarsArePlainServicesOnAClassPathWithoutOsgi() throws Exception {
    List<Path> jars = BuiltPlugins.copyTo(folder);
    Set<String> hosted = new TreeSet<>();
    try (FelixPluginHost host = FelixPluginHost.start(jars, message -> {})) {
      host.inventory().plugins().stream()
          .flatMap(plugin -> plugin.brings().stream())
          .map(PluginInfo::name)
          .forEach(hosted::add);
    }
    Set<String> plain = new TreeSet<>();
    try (URLClassLoader classPath = classPath(jars)) {
      assertThrows(
          ClassNotFoundException.class, () -> classPath.loadClass("org.osgi.framework.Bundle"));
      for (Object provider : services(classPath, DatasetProvider.class)) {
        Object descriptor = call(provider, "descriptor");
        plain.add((String) call(descriptor, "name"));
        assertTrue(jars.contains(jar(provider)), () -> provider + " in " + jar(provider));
      }
      for (Object provider : services(classPath, DecoderProvider.class)) {
        plain.add((String) call(provider, "name"));
      }
    }
    assertEquals(hosted, plain);
    assertEquals(jars.size(), plain.size());
  }

  private static ServiceLoader<?> services(ClassLoader classPath, Class<?> service)
      throws ClassNotFoundException {
    return ServiceLoader.load(classPath.loadClass(service.getName()), classPath);
  }

  /** The classes are those of another class path, so only their names are known here. */
  private static Object call(Object object, String method) throws ReflectiveOperationException {
    return object.getClass().getMethod(method).invoke(object);
  }

  private static Path jar(Object provider) {
    URL location = provider.getClass().getProtectionDomain().getCodeSource().getLocation();
    return Path.of(location.getPath());
  }

  static Stream<Path> modules() throws IOException {
    List<Path> modules = new ArrayList<>();
    for (String group : List.of("dataset-plugins", "decoder-plugins")) {
      try (Stream<Path> folders = Files.list(Path.of("..", group))) {
        folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).forEach(modules::add);
      }
    }
    return modules.stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void itsModuleRunsTheContractTests(Path module) throws IOException {
    try (Stream<Path> tests = Files.walk(module.resolve("src/test/java"))) {
      assertTrue(
          tests.anyMatch(file -> file.toString().endsWith("ContractTests.java")),
          () -> module + " should extend DatasetContractTests or DecoderContractTests");
    }
  }

  static Stream<DecoderProvider> decoders() {
    return ServiceLoader.load(DecoderProvider.class).stream().map(ServiceLoader.Provider::get);
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void aDecodersExportComputesWhatWasTrained(DecoderProvider decoder) throws IOException {
    new TrainedExportCheck().check(decoder, folder);
  }
}
