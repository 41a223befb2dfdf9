package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what programs embed is described whole: every parameter, every result, every exception. */
class JavadocTests {

  @TempDir Path folder;

  @Test
  void everyPublicMethodIsDescribed() throws Exception {
    assertEquals(List.of(), faults(sources(Path.of("src/main/java"))));
  }

  /** Else the test above would pass on anything. */
  @Test
  void whatIsNotDescribedIsFound() throws Exception {
    Path file = folder.resolve("Undescribed.java");
    Files.writeString(
        file,
        "/** A class. */ public class Undescribed { /** Sums. */ public int f(int x) {return x;} }");
    assertFalse(faults(List.of(file)).isEmpty());
  }

  private static List<Path> sources(Path root) throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java")) // the class path is enough
          .toList();
    }
  }

  private List<String> faults(List<Path> sources) throws Exception {
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
        .toList();
  }
}
