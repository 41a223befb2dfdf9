package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That what programs embed and plugins are written against is described whole: every parameter,
 * every result, every exception of every exported package.
 */
class JavadocTests {

  private static final Path PROJECT = Path.of("..");
  private static final Pattern EXPORTED =
      Pattern.compile("^\\s*exports ([\\w.]+);", Pattern.MULTILINE);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"api", "api/nrrd", "api/dicom", "runtime-onnx"})
  void everyExportedPackageIsDescribed(String module) throws IOException {
    Path root = PROJECT.resolve(module).resolve("src/main/java");
    List<Path> sources = new ArrayList<>();
    Matcher exported = EXPORTED.matcher(Files.readString(root.resolve("module-info.java")));
    while (exported.find()) {
      sources.addAll(sources(root.resolve(exported.group(1).replace('.', '/'))));
    }
    assertFalse(sources.isEmpty(), module);
    assertEquals(List.of(), faults(sources));
  }

  @Test
  void theTestKitIsDescribed() throws IOException {
    assertEquals(
        List.of(), faults(sources(PROJECT.resolve("api/src/test/java/io/firenet/testkit"))));
  }

  /** Else the tests above would pass on anything. */
  @Test
  void whatIsNotDescribedIsFound() throws IOException {
    Path file = folder.resolve("Undescribed.java");
    Files.writeString(
        file,
        "/** A class. */ public class Undescribed { /** Sums. */ public int f(int x) {return x;} }");
    List<String> faults = faults(List.of(file));
    for (String missing : List.of("no @param for x", "no @return")) {
      assertTrue(faults.stream().anyMatch(each -> each.contains(missing)), faults::toString);
    }
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private List<String> faults(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-Xdoclint:all/protected",
              "-Xmaxwarns",
              "1000",
              "-cp",
              System.getProperty("java.class.path"),
              "-d",
              folder.toString());
      compiler
          .getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
    }
    return found.getDiagnostics().stream()
        .filter(one -> one.getKind() != Diagnostic.Kind.NOTE)
        .map(one -> one.toString())
        // Of JDK 18 and later: a constructor that nobody has written.
        .filter(one -> !one.contains("use of default constructor"))
        .toList();
  }
}
