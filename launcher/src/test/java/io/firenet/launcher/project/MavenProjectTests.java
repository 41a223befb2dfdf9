package io.firenet.launcher.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** New projects built by Maven itself, as an author's computer does it: fetches from Central. */
@Tag("slow")
class MavenProjectTests {

  private static final Path REPOSITORY = Path.of("target", "firenet", "repository");

  /** Kept between runs, apart from the user's own. */
  private static final Path FETCHED = Path.of("target", "maven-repository");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(ProjectKind.class)
  void mavenBuildsAndTestsIt(ProjectKind kind) throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(REPOSITORY), "no distribution yet: mvn -DskipTests package");
    Path project = folder.resolve("hip");
    new PluginProject(kind, "hip", DatasetValues.examples("hip")).write(project, REPOSITORY);
    File log = folder.resolve("maven.log").toFile();
    int exit =
        new ProcessBuilder(
                "mvn", "-B", "-q", "package", "-Dmaven.repo.local=" + FETCHED.toAbsolutePath())
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start()
            .waitFor();
    assertEquals(0, exit, () -> read(log.toPath()));
    try (JarFile jar = new JarFile(project.resolve("target/hip-1.0.0.jar").toFile())) {
      String name = jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
      assertEquals("hip", name);
    }
    Path report =
        project.resolve(
            "target/surefire-reports/TEST-org.example.%sContractTests.xml"
                .formatted(kind.className("hip")));
    assertTrue(read(report).contains("skipped=\"0\""), () -> read(report));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
