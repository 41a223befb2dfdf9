package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.launcher.process.ExitCode;
import io.firenet.preprocess.PreprocessingPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code firenet serve} as a process, and what it refuses. */
class ServeCommandTests {

  private static final Pattern ADDRESS =
      Pattern.compile("serving at (http://127\\.0\\.0\\.1:\\d+/)");

  @TempDir Path folder;

  private Path model() throws IOException {
    Path model = folder.resolve("phantom.onnx");
    PhantomModel.export(new PreprocessingPlan(2, 32), model);
    return model;
  }

  @Test
  void itServesUntilItIsEnded() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Firenet.class.getName(),
                "serve",
                "--model",
                model().toString(),
                "--port",
                "0")
            .redirectError(folder.resolve("stderr").toFile())
            .start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      assertNotNull(line, () -> stderr());
      Matcher address = ADDRESS.matcher(line);
      assertTrue(address.find(), line);
      HttpResponse<String> models =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(address.group(1) + "api/models")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertTrue(models.body().startsWith("[{\"name\":\"phantom\""), models.body());
      assertEquals(1, serverFolders(temporary));
      process.destroy(); // SIGTERM
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
      assertEquals(0, serverFolders(temporary), "its temporary folder goes");
      assertEquals("", stderr());
    } finally {
      process.destroyForcibly();
    }
  }

  private String stderr() {
    try {
      return Files.readString(folder.resolve("stderr"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static long serverFolders(Path temporary) throws IOException {
    try (Stream<Path> all = Files.list(temporary)) {
      return all.filter(each -> each.getFileName().toString().startsWith("firenet-serve-")).count();
    }
  }

  @Test
  void whatCannotBeServedIsSaidInOneLine() throws Exception {
    Path model = model();
    CommandRun.of("serve").assertError(ExitCode.USAGE, "nothing to serve", "--model");
    CommandRun.of("serve", "--model", folder.resolve("none.onnx"))
        .assertError(ExitCode.DATA, "none.onnx");
    CommandRun.of("serve", "--models", folder.resolve("none")).assertError(ExitCode.DATA, "none");
    CommandRun.of("serve", "--model", model, "--queue", "0").assertError(ExitCode.USAGE);
    CommandRun.of("serve", "--model", model, "--host", "0.0.0.0")
        .assertError(ExitCode.USAGE, "--token-file");
    Path token = Files.writeString(folder.resolve("token"), "short\n");
    CommandRun.of("serve", "--model", model, "--host", "0.0.0.0", "--token-file", token)
        .assertError(ExitCode.DATA, "16 characters");
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      CommandRun run = CommandRun.of("serve", "--model", model(), "--port", taken.getLocalPort());
      run.assertError(ExitCode.DATA, "another program", "--port");
      assertFalse(run.err().contains("Exception"), run.err());
    }
  }

  @Test
  void helpHasExamples() {
    CommandRun help = CommandRun.of("serve", "--help");
    assertEquals(0, help.code());
    for (String part : List.of("Examples:", "--token-file", "3D Slicer", "--studies")) {
      assertTrue(help.out().contains(part), part);
    }
  }
}
