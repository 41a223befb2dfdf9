package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.runtime.ModelCards;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/train-from-java.md compiles, trains and leaves a model. */
class TrainFromJavaTests {

  @TempDir Path folder;

  @Test
  void theProgramOnThePageTrainsAModel() throws Exception {
    var block =
        Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs", "train-from-java.md")));
    assertTrue(block.find());
    Path source = Files.writeString(folder.resolve("TrainFromJava.java"), block.group(1));
    var compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var sources = files.getJavaFileObjects(source);
      assertTrue(
          compiler.getTask(messages, files, null, options, null, sources).call(),
          messages::toString);
    }
    try (URLClassLoader program =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      String[] arguments = {folder.toString()};
      program
          .loadClass("TrainFromJava")
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    }
    assertEquals("phantom", ModelCards.read(folder.resolve("phantom.onnx")).dataset());
    assertTrue(Files.isRegularFile(folder.resolve("run/progress.png")));
  }
}
