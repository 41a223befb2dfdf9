package io.firenet.launcher.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.example.plugin.Careless;
import org.example.plugin.EmptyDataset;
import org.example.plugin.Hidden;
import org.example.plugin.Mute;
import org.example.plugin.OtherSpine;
import org.example.plugin.Spine;
import org.example.plugin.Throwing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a jar: one line that says which, what and how to mend; others run. */
class BrokenPluginTests {

  @TempDir Path folder;

  private Path good;

  @BeforeEach
  void buildGood() throws IOException {
    good = PluginJars.build(folder.resolve("good.jar"), Spine.class);
  }

  private Path jar(String name) {
    return folder.resolve(name + ".jar");
  }

  private static void remove(Path jar, String entry) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.delete(zip.getPath(entry));
    }
  }

  /** The broken jar comes first, the good one runs, and there is this line. */
  private void assertOnlyProblem(Path broken, String... parts) {
    List<String> warnings = new ArrayList<>();
    List<Path> jars = List.of(broken, good);
    try (FelixPluginHost host = FelixPluginHost.start(jars, warnings::add)) {
      assertEquals(
          List.of("bones-spine"),
          host.registry().datasets().stream().map(each -> each.descriptor().name()).toList());
    }
    assertLine(warnings, broken, parts);
  }

  private static void assertLine(List<String> warnings, Path broken, String... parts) {
    assertEquals(1, warnings.size(), warnings::toString);
    assertEquals(1, warnings.get(0).lines().count(), warnings::toString);
    assertTrue(warnings.get(0).startsWith(broken.toString()), warnings::toString);
    Arrays.stream(parts)
        .forEach(
            part -> assertTrue(warnings.get(0).contains(part), () -> warnings + " lacks " + part));
  }

  @Test
  void noJar() throws IOException {
    Path text = Files.writeString(jar("text"), "PK but no jar");
    assertOnlyProblem(text, "not a readable jar", "fetch it again");
  }

  @Test
  void halfAJar() throws IOException {
    byte[] whole = Files.readAllBytes(good);
    Path half = Files.write(jar("half"), Arrays.copyOf(whole, whole.length / 2));
    assertOnlyProblem(half, "not a readable jar", "fetch it again");
  }

  @Test
  void noFile() {
    assertOnlyProblem(jar("gone"), "no such file");
  }

  @Test
  void noBundle() throws IOException {
    Path plain = Files.copy(good, jar("plain"));
    remove(plain, "META-INF/MANIFEST.MF");
    assertOnlyProblem(plain, "not a plugin", "Bundle-SymbolicName", "bnd-maven-plugin");
  }

  @Test
  void noProvider() throws IOException {
    Path empty = PluginJars.build(jar("empty"), EmptyDataset.class);
    assertOnlyProblem(empty, "offers neither a dataset nor a decoder", "@ServiceProvider");
  }

  @Test
  void aClassThatIsMissing() throws IOException {
    Path hollow = PluginJars.build(jar("hollow"), Throwing.class);
    remove(hollow, "org/example/plugin/Throwing.class");
    assertOnlyProblem(hollow, Throwing.class.getName(), "does not contain", "build it again");
  }

  @Test
  void aSuperclassThatIsMissing() throws IOException {
    Path torn = PluginJars.build(jar("torn"), OtherSpine.class);
    remove(torn, "org/example/plugin/EmptyDataset.class");
    assertOnlyProblem(torn, OtherSpine.class.getName(), "EmptyDataset");
  }

  @Test
  void aConstructorThatThrows() throws IOException {
    Path throwing = PluginJars.build(jar("throwing"), Throwing.class);
    assertOnlyProblem(throwing, Throwing.class.getName(), "IllegalStateException: no luck today");
  }

  @Test
  void anInitializerThatThrows() throws IOException {
    Path careless = PluginJars.build(jar("careless"), Careless.class);
    assertOnlyProblem(careless, Careless.class.getName(), "NumberFormatException", "three");
  }

  @Test
  void aConstructorThatNobodyMayCall() throws IOException {
    Path hidden = PluginJars.build(jar("hidden"), Hidden.class);
    assertOnlyProblem(hidden, Hidden.class.getName(), "public constructor without parameters");
  }

  @Test
  void aDescriptorThatThrows() throws IOException {
    Path mute = PluginJars.build(jar("mute"), Mute.class);
    assertOnlyProblem(mute, Mute.class.getName(), "what am I?; ask the plugin's author");
  }

  @Test
  void anotherApi() throws IOException {
    Map<String, String> next = Map.of("Import-Package", "io.firenet.dataset;version='[2,3)'");
    assertOnlyProblem(
        PluginJars.build(jar("next"), OtherSpine.class, next),
        "is built for API 2, this is API 1.",
        "get the plugin's build for this API");
  }

  @Test
  void thisApiIsAskedForAsBndWritesIt() throws IOException {
    Path plugin = PluginJars.build(jar("plain"), OtherSpine.class);
    try (var file = new java.util.jar.JarFile(plugin.toFile())) {
      String imports = file.getManifest().getMainAttributes().getValue("Import-Package");
      assertEquals("io.firenet.dataset;version=\"[1.1,2)\"", imports);
    }
  }

  @Test
  void aPackageThatTheApiDoesNotHave() throws IOException {
    Map<String, String> inner = Map.of("Import-Package", "io.firenet.core.fabric,*");
    assertOnlyProblem(
        PluginJars.build(jar("inner"), OtherSpine.class, inner),
        "io.firenet.core.fabric",
        "not part of this FIRENet's API");
  }

  @Test
  void aLibraryThatIsNotThere() throws IOException {
    Map<String, String> library = Map.of("Import-Package", "com.google.common.collect,*");
    assertOnlyProblem(
        PluginJars.build(jar("library"), OtherSpine.class, library),
        "com.google.common.collect",
        "pack the library into the plugin's jar");
  }

  @Test
  void aLaterJava() throws IOException {
    Map<String, String> later =
        Map.of("Require-Capability", "osgi.ee;filter:='(&(osgi.ee=JavaSE)(version=99))'");
    assertOnlyProblem(
        PluginJars.build(jar("later"), OtherSpine.class, later), "needs Java 99, this is Java ");
  }

  @Test
  void aCopyOfTheApi() throws IOException {
    Map<String, String> fat =
        Map.of("Private-Package", "org.example.*,io.firenet.*", "Import-Package", "!*");
    assertOnlyProblem(
        PluginJars.build(jar("fat"), OtherSpine.class, fat),
        OtherSpine.class.getName(),
        "copy of the API",
        "provided");
  }

  @Test
  void twoForOneName() throws IOException {
    Path other = PluginJars.build(jar("other"), OtherSpine.class);
    List<String> warnings = new ArrayList<>();
    try (FelixPluginHost host = FelixPluginHost.start(List.of(good, other), warnings::add)) {
      assertEquals("Spine", host.registry().dataset("bones-spine").descriptor().title());
    }
    assertLine(warnings, other, "'bones-spine' is already provided by " + good, "remove one");
  }

  @Test
  void onePluginTwice() throws IOException {
    Path again = Files.copy(good, jar("again"));
    List<String> warnings = new ArrayList<>();
    try (FelixPluginHost host = FelixPluginHost.start(List.of(good, again), warnings::add)) {
      assertEquals(1, host.registry().datasets().size());
    }
    assertLine(warnings, again, good + " (good 1.0.0)", "remove one of the two");
  }
}
