package io.firenet.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.launcher.CommandRun;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/spark-submit} runs, given this module's jar. */
@Tag("cluster")
class SparkSubmitTests {

  /** What no Spark has of what applies a model. */
  private static final Pattern OURS =
      Pattern.compile("/(firenet|onnxruntime|org.apache.felix|picocli|parsson|jakarta.json)[^/]*$");

  @TempDir Path folder;

  /**
   * As where an administrator has put FIRENet's libraries on Spark's own class path: the jar is
   * loaded by a class loader below it, which the libraries do not see.
   */
  @Test
  void theModuleIsFoundBelowLibrariesOnSparksClassPath() throws Exception {
    Path classes = Path.of(place(SparkMain.class).toURI());
    String libraries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).startsWith(classes.getParent()))
            .collect(Collectors.joining(File.pathSeparator));
    assertCohort(libraries, List.of());
  }

  /** As on machines that have Spark and nothing of FIRENet's: {@code --jars} brings it all. */
  @Test
  void librariesTravelWithTheJar() throws Exception {
    Map<Boolean, List<String>> ours =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> Files.isRegularFile(Path.of(entry)))
            .collect(Collectors.partitioningBy(entry -> OURS.matcher(entry).find()));
    String spark = String.join(File.pathSeparator, ours.get(false));
    assertCohort(
        spark,
        List.of(
            "--jars",
            String.join(",", ours.get(true)),
            "--conf",
            "spark.executor.extraClassPath=" + spark,
            "--conf",
            "spark.firenet.home=" + folder.resolve("nothing")));
  }

  private void assertCohort(String classPath, List<String> options) throws Exception {
    Path images = CohortFolder.write(folder.resolve("images"), 4);
    Path plain = folder.resolve("plain");
    CommandRun.of(
        "predict", "--model", CohortFolder.MODEL, "--in", images, "--out", plain, "--threads", 1);
    Path out = folder.resolve("cohort");
    List<Object> arguments =
        new ArrayList<>(
            List.of("--master", "local-cluster[2,1,1024]", "--class", SparkMain.class.getName()));
    arguments.addAll(options);
    arguments.add(module());
    arguments.addAll(List.of("predict", "--model", CohortFolder.MODEL));
    arguments.addAll(List.of("--in", images, "--out", out));
    Path log = folder.resolve("submit.log");
    Process submit =
        JavaProcess.start(
            log, classPath, "org.apache.spark.deploy.SparkSubmit", arguments.toArray());
    assertTrue(submit.waitFor(3, TimeUnit.MINUTES));
    String said = Files.readString(log);
    assertEquals(0, submit.exitValue(), said);
    assertTrue(said.contains("had done its first image"), said);
    assertEquals(4, CohortFolder.labels(plain).size());
    assertEquals(CohortFolder.labels(plain), CohortFolder.labels(out));
    for (String name : CohortFolder.labels(plain)) {
      assertArrayEquals(
          Files.readAllBytes(plain.resolve(name)), Files.readAllBytes(out.resolve(name)), name);
    }
  }

  private static URL place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  /** This module's jar, which is made after the tests. */
  private Path module() throws Exception {
    Path classes = Path.of(place(SparkMain.class).toURI());
    Path module = folder.resolve("firenet-spark.jar");
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(module));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
      }
    }
    return module;
  }
}
