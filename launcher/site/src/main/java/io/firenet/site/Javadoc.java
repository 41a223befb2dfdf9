package io.firenet.site;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The Javadoc of everything that programs and plugins use, in one tree. */
final class Javadoc {

  /** Source folders by what they are called in the list of packages. */
  private static final Map<String, String> ROOTS = roots();

  private final Path project;
  private final Path target;

  Javadoc(Path project, Path target) {
    this.project = project;
    this.target = target;
  }

  private static Map<String, String> roots() {
    Map<String, String> roots = new LinkedHashMap<>();
    roots.put("API", "api/src/main/java");
    roots.put("Test kit", "api/src/test/java/io/firenet/testkit");
    roots.put("NRRD", "api/nrrd/src/main/java");
    roots.put("DICOM", "api/dicom/src/main/java");
    roots.put("Runtime", "runtime-onnx/src/main/java");
    roots.put("Training, export, experiments", "fabric-core/src/main/java");
    return roots;
  }

  /**
   * Writes it.
   *
   * @throws IOException if it cannot be made; the message has what the tool says
   */
  void write() throws IOException {
    // Copied: sources of several modules are one unnamed module here.
    Path sources = Files.createTempDirectory("firenet-javadoc");
    List<String> options = new ArrayList<>();
    for (Map.Entry<String, String> root : ROOTS.entrySet()) {
      Set<String> packages = copy(root.getValue(), sources);
      options.addAll(List.of("-group", root.getKey(), String.join(":", packages)));
    }
    Path style = Files.writeString(sources.resolve("dark.css"), DARK);
    options.addAll(
        List.of(
            "-d",
            target.toString(),
            "-sourcepath",
            sources.toString(),
            "-subpackages",
            "io.firenet",
            "-classpath",
            System.getProperty("java.class.path"),
            "-encoding",
            "UTF-8",
            "-locale",
            "en",
            "-notimestamp",
            "-quiet",
            "-Xdoclint:none",
            "--add-stylesheet",
            style.toString(),
            "-windowtitle",
            "FIRENet for Java",
            "-doctitle",
            "FIRENet for Java",
            "-header",
            "<a href=\"{@docRoot}/../index.html\">FIRENet for Java</a>"));
    StringWriter said = new StringWriter();
    PrintWriter log = new PrintWriter(said);
    ToolProvider javadoc =
        ToolProvider.findFirst("javadoc")
            .orElseThrow(() -> new IOException("this Java has no javadoc; take a JDK"));
    int code = javadoc.run(log, log, options.toArray(String[]::new));
    log.flush();
    if (code != 0) {
      throw new IOException("javadoc ended with " + code + ":\n" + said);
    }
  }

  /** Copies a root's sources; returns its packages. */
  private Set<String> copy(String root, Path into) throws IOException {
    Set<String> packages = new TreeSet<>();
    Path from = project.resolve(root);
    Path base =
        project.resolve(root.replaceFirst("(?<=/java)/.*", "")); // of a root that is a package
    try (Stream<Path> files = Files.walk(from, root.endsWith("/java") ? Integer.MAX_VALUE : 1)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Path inside = base.relativize(file);
        if (inside.getParent() == null) {
          continue; // module-info
        }
        Path copy = into.resolve(inside.toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        packages.add(inside.getParent().toString().replace('\\', '.').replace('/', '.'));
      }
    }
    return packages;
  }

  /** Javadoc knows no dark colours. */
  private static final String DARK =
      """
      @media (prefers-color-scheme: dark) {
        html { filter: invert(0.9) hue-rotate(180deg); background: #fff; }
      }
      """;
}
