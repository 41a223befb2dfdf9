package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.RecordCodec;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.folder.DeclaredDataset;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the README and of the pages behind it: commands are understood, those of Maven
 * name what there is, settings and declarations are read, programs compile, links lead somewhere.
 */
class ReadmeTests {

  private static final Path README = Path.of("..", "README.md");
  private static final Path DOCS = Path.of("docs");
  private static final Path CONTRIBUTING = Path.of("..", ".github");

  /** Of a line: what is said to the program, whatever starts it. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "^(?:[A-Z_]+=\\S+ )*(?:launcher/firenet|spark-submit .*/firenet-spark\\.jar) (.*)");

  private static List<Path> tests = List.of();

  @TempDir Path folder;

  @BeforeAll
  static void findTests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      tests = files.filter(file -> file.toString().endsWith("Tests.java")).toList();
    }
  }

  private static Stream<String> lines() throws IOException {
    return blocks("sh")
        .flatMap(block -> block.replaceAll("\\\\\n\\s*", "").lines())
        .map(line -> line.replaceFirst("\\s+#.*", "").trim());
  }

  static Stream<String> commands() throws IOException {
    List<String> found = new ArrayList<>(lines().toList());
    Pattern inText = Pattern.compile("`(launcher/firenet [^`…]+)`");
    for (Path page : pages()) {
      inText.matcher(Files.readString(page)).results().forEach(match -> found.add(match.group(1)));
    }
    return found.stream().flatMap(line -> COMMAND.matcher(line).results()).map(m -> m.group(1));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandIsUnderstood(String arguments) {
    assertDoesNotThrow(() -> Firenet.commandLine().parseArgs(arguments.trim().split("\\s+")));
  }

  static Stream<String> mavenCommands() throws IOException {
    return lines().filter(line -> line.startsWith("mvn "));
  }

  /** Profiles, modules, test classes and methods. */
  @ParameterizedTest
  @MethodSource("mavenCommands")
  void whatAMavenCommandNamesIsThere(String line) throws IOException {
    String poms = "";
    for (String pom : List.of("pom.xml", "launcher/spark/pom.xml", "fabric-core/pom.xml")) {
      poms += Files.readString(Path.of("..").resolve(pom));
    }
    for (String name : named(line, " -P([\\w,-]+)")) {
      assertTrue(poms.contains("<id>" + name + "</id>"), "there is no profile " + name);
    }
    for (String module : named(line, " -pl ([\\w,/-]+)")) {
      assertTrue(Files.exists(Path.of("..", module, "pom.xml")), "there is no module " + module);
    }
    for (String test : named(line, " -Dtest='?([\\w,#*]+)")) {
      String[] parts = test.replace("*", "").split("#");
      List<Path> classes =
          tests.stream().filter(file -> file.endsWith(parts[0] + ".java")).toList();
      assertFalse(classes.isEmpty(), "there are no " + parts[0]);
      assertTrue(
          parts.length == 1 || Files.readString(classes.get(0)).contains(" " + parts[1]), test);
    }
  }

  private static List<String> named(String line, String pattern) {
    return Pattern.compile(pattern)
        .matcher(line)
        .results()
        .flatMap(match -> Stream.of(match.group(1).split(",")))
        .toList();
  }

  @Test
  void scriptsThatAreNamedCanBeRun() throws IOException {
    List<String> scripts =
        lines().map(line -> line.split("\\s+")[0]).filter(word -> word.startsWith(".ci/")).toList();
    assertTrue(scripts.size() >= 3, scripts::toString);
    for (String script : scripts) {
      assertTrue(Files.isExecutable(Path.of("..").resolve(script)), script);
    }
  }

  @Test
  void settingsAndDeclarationsAreRead() throws IOException {
    List<String> settings = blocks("json").toList();
    assertFalse(settings.isEmpty());
    for (String text : settings) {
      JsonObject json = Json.createReader(new StringReader(text)).readObject();
      if (json.containsKey("channels")) { // a dataset is declared
        DatasetDescriptor declared = DeclaredDataset.of(json).descriptor();
        assertEquals(json.getString("name"), declared.name());
        assertEquals(json.containsKey("regions"), !declared.regions().isEmpty());
      } else {
        TrainingConfig read = RecordCodec.read(TrainingConfig.DEFAULT, json);
        assertEquals(2, read.network().settings().getInt("branches"));
      }
    }
  }

  @Test
  void programsCompile() throws IOException {
    List<String> programs = blocks("java").toList();
    assertTrue(programs.size() >= 3, "programs in the README: " + programs.size());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String path = folder + File.pathSeparator + System.getProperty("java.class.path");
    for (String program : programs) { // a later one may use an earlier one
      StringWriter messages = new StringWriter();
      List<String> options = List.of("-proc:none", "-d", folder.toString(), "-cp", path);
      boolean compiled =
          compiler.getTask(messages, null, null, options, null, List.of(source(program))).call();
      assertTrue(compiled, () -> messages + program);
    }
  }

  @Test
  void theVersionToDependOnIsThisOne() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    String version = named(pom, "<artifactId>firenet</artifactId>\\s+<version>([^<]+)<").get(0);
    List<String> told =
        blocks("xml").flatMap(xml -> named(xml, "<version>([^<]+)<").stream()).toList();
    assertEquals(List.of(version), told);
    assertTrue(
        Files.readString(DOCS.resolve("changelog.md"))
            .contains("\n## " + version.replace("-SNAPSHOT", "")),
        "the changelog has nothing about " + version);
  }

  /** What does not fit belongs to the pages. */
  @Test
  void readmeIsShort() throws IOException {
    int words = Files.readString(README).trim().split("\\s+").length;
    assertTrue(words <= 900, words + " words");
  }

  @Test
  void linkedFilesExist() throws IOException {
    Pattern link = Pattern.compile("\\]\\(([^)#:]+)\\)");
    for (Path page : pages()) {
      for (MatchResult match : link.matcher(Files.readString(page)).results().toList()) {
        Path target = page.resolveSibling(match.group(1));
        assertTrue(Files.exists(target), page + " links to " + match.group(1));
      }
    }
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    for (Path folder : List.of(DOCS, CONTRIBUTING)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    assertTrue(pages.size() > 20, pages::toString);
    return pages;
  }

  private static Stream<String> blocks(String language) throws IOException {
    Pattern block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL);
    List<String> found = new ArrayList<>();
    for (Path page : pages()) {
      block.matcher(Files.readString(page)).results().forEach(match -> found.add(match.group(1)));
    }
    return found.stream();
  }

  private static JavaFileObject source(String program) {
    var name = Pattern.compile("class (\\w+)").matcher(program);
    assertTrue(name.find(), program);
    URI uri = URI.create("string:///" + name.group(1) + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return program;
      }
    };
  }
}
