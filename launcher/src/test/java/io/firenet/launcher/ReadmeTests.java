package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.RecordCodec;
import io.firenet.core.training.run.TrainingConfig;
import jakarta.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the README and of the pages behind it: commands are understood, settings are
 * read, programs compile, links lead somewhere.
 */
class ReadmeTests {

  private static final Path README = Path.of("..", "README.md");
  private static final Path DOCS = Path.of("docs");

  @TempDir Path folder;

  static Stream<String> commands() throws IOException {
    return blocks("sh").flatMap(String::lines).filter(line -> line.startsWith("launcher/firenet"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandIsUnderstood(String line) {
    String[] words = line.replaceFirst("\\s+#.*", "").trim().split("\\s+");
    String[] arguments = Arrays.copyOfRange(words, 1, words.length);
    assertDoesNotThrow(() -> Firenet.commandLine().parseArgs(arguments));
  }

  @Test
  void settingsAreRead() throws IOException {
    List<String> settings = blocks("json").toList();
    assertFalse(settings.isEmpty());
    for (String json : settings) {
      TrainingConfig read =
          RecordCodec.read(
              TrainingConfig.DEFAULT, Json.createReader(new StringReader(json)).readObject());
      assertEquals(2, read.network().settings().getInt("branches"));
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
    try (Stream<Path> docs = Files.list(DOCS)) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    assertTrue(pages.size() > 1, "no page in " + DOCS.toAbsolutePath());
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
