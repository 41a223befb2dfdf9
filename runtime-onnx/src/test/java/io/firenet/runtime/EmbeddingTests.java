package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import io.firenet.format.ImageFormats;
import io.firenet.format.nifti.Nifti;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** One program, as a module and as a bundle, with what the runtime depends on and nothing else. */
class EmbeddingTests {

  private static final String PROGRAM =
      """
      package org.example;

      import io.firenet.runtime.Segmenter;
      import java.nio.file.Path;

      public class Main {
        public static void main(String[] args) throws Exception {
          try (Segmenter segmenter = Segmenter.open(Path.of(args[0]))) {
            segmenter.segment(Path.of(args[1]), Path.of(args[2]));
            System.out.println(segmenter.card().labels());
          }
        }
      }
      """;

  @TempDir private Path folder;
  private Path model;
  private Path image;
  private Path labels;
  private short[] expected;

  @BeforeEach
  void segment() throws IOException {
    model = TestModels.segmentation(folder);
    image = folder.resolve("image.nii.gz");
    labels = folder.resolve("labels.nii.gz");
    GridSize size = new GridSize(12, 14, 13);
    float[] values = new float[(int) size.voxels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (200 * Math.sin(i * 0.2));
    }
    Volume volume = new Volume(ImageGeometry.axisAligned(size, 2), 1, values);
    Nifti.write(image, volume);
    try (Segmenter segmenter = Segmenter.open(model)) {
      expected = segmenter.segment(volume).data();
    }
  }

  @Test
  void modularProgram() throws Exception {
    Path sources = write(folder.resolve("sources/org/example/Main.java"), PROGRAM);
    Path module =
        write(
            folder.resolve("sources/module-info.java"),
            "module org.example { requires io.firenet.runtime; }");
    Path classes = folder.resolve("classes");
    compile(List.of("-p", path(dependencies()), "-d", classes.toString()), sources, module);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String modules = classes + File.pathSeparator + path(dependencies());
    Process process =
        new ProcessBuilder(
                java,
                "-p",
                modules,
                "-m",
                "org.example/org.example.Main",
                model.toString(),
                image.toString(),
                labels.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
    String output = Files.readString(folder.resolve("output"));
    assertEquals(0, process.exitValue(), output);
    assertTrue(output.contains("[background, liver, spleen]"), output);
    assertArrayEquals(expected, Nifti.readLabels(labels).data());
  }

  @Test
  void programInABundle() throws Exception {
    Path bundleFolder = folder.resolve("bundle");
    compile(
        List.of("-cp", path(dependencies()), "-d", bundleFolder.toString()),
        write(folder.resolve("Main.java"), PROGRAM));
    write(
        bundleFolder.resolve("META-INF/MANIFEST.MF"),
        """
        Manifest-Version: 1.0
        Bundle-ManifestVersion: 2
        Bundle-SymbolicName: org.example
        Import-Package: io.firenet.runtime,io.firenet.model
        """);
    String offered =
        "ai.onnxruntime,ai.onnxruntime.providers,"
            + "jakarta.json;version=2.1.3,jakarta.json.spi;version=2.1.3,jakarta.json.stream;version=2.1.3";
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("felix").toString(),
                    Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                    offered,
                    "felix.log.level",
                    "0"));
    framework.start();
    try {
      install(framework, location(ImageFormats.class));
      Bundle runtime = install(framework, location(Segmenter.class));
      Bundle program = install(framework, bundleFolder);
      program.start();
      Class<?> main = program.loadClass("org.example.Main");
      Thread.currentThread().setContextClassLoader(main.getClassLoader());
      String[] arguments = {model.toString(), image.toString(), labels.toString()};
      main.getMethod("main", String[].class).invoke(null, (Object) arguments);
      assertEquals(Bundle.RESOLVED, runtime.getState(), "the bundle's classes are not used");
    } finally {
      Thread.currentThread().setContextClassLoader(EmbeddingTests.class.getClassLoader());
      framework.stop();
      framework.waitForStop(5_000);
    }
    assertArrayEquals(expected, Nifti.readLabels(labels).data());
  }

  @Test
  void modulesExportEveryPackageWithPublicTypes() throws Exception {
    for (Class<?> type : List.of(ImageFormats.class, Segmenter.class)) {
      Path classes = location(type);
      var descriptor = ModuleFinder.of(classes).findAll().iterator().next().descriptor();
      assertEquals(
          descriptor.packages(),
          descriptor.exports().stream()
              .map(ModuleDescriptor.Exports::source)
              .collect(Collectors.toSet()));
    }
  }

  private static Bundle install(Framework framework, Path folder) throws Exception {
    return framework.getBundleContext().installBundle("reference:" + folder.toUri());
  }

  /** The runtime with all that it brings. */
  private static List<Path> dependencies() throws Exception {
    return List.of(
        location(Segmenter.class),
        location(ImageFormats.class),
        location(OrtEnvironment.class),
        location(Json.class),
        location(Class.forName("org.eclipse.parsson.JsonProviderImpl")));
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String path(List<Path> places) {
    return places.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void compile(List<String> options, Path... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> all = Stream.concat(Stream.of("-proc:none"), options.stream()).toList();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(messages, files, null, all, null, files.getJavaFileObjects(sources))
              .call();
      assertTrue(compiled, messages::toString);
    }
  }
}
