package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.file.ForeignJson;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training of another process, as it goes on, is killed, and goes on again. */
class RunTests {

  @TempDir Path folder;

  private Path run;
  private FirenetServer server;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    run = Files.createDirectory(folder.resolve("first"));
    server =
        FirenetServer.start(
            ServerOptions.local(
                "test",
                new ServerOptions.Content(
                    List.of(), List.of(), List.of(run), List.of(folder), Optional.empty())));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    processes.forEach(Process::destroyForcibly);
    for (Process process : processes) {
      process.waitFor();
    }
  }

  private Process train() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EndlessRun.class.getName(),
                run.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    processes.add(process);
    assertEquals("ready", process.inputReader().readLine());
    return process;
  }

  private static void epoch(Process process) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** The events of a run, from what a client has seen. */
  private final class Events implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Events(long seen) throws IOException {
      socket = RawRequest.connect(server);
      socket
          .getOutputStream()
          .write(
              "GET /api/runs/first/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: %s\r\n\r\n"
                  .formatted(seen)
                  .getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next event of a name that is awaited. */
    JsonObject await(String name, Predicate<JsonObject> which) throws IOException {
      boolean named = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        named = line.startsWith("event: ") ? line.equals("event: " + name) : named;
        if (line.startsWith("data: ") && named) {
          JsonObject data = ForeignJson.parse(line.substring(6)).asJsonObject();
          if (which.test(data)) {
            return data;
          }
        }
      }
      throw new IOException("the events have ended");
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static Predicate<JsonObject> state(String word) {
    return event -> event.getString("state").equals(word);
  }

  @Test
  void aRunIsSeenLiveKilledAndGoingOn() throws Exception {
    try (Events events = new Events(0)) {
      events.await("state", state("waiting"));
      Process process = train();
      events.await("state", state("training"));
      epoch(process);
      assertEquals(1, events.await("epoch", e -> true).getInt("epoch"));
      epoch(process);
      assertEquals(2, events.await("epoch", e -> true).getInt("epoch"));

      process.destroyForcibly().waitFor(); // as kill -9
      events.await("state", state("interrupted"));

      Process again = train();
      events.await("state", state("training"));
      epoch(again);
      JsonObject third = events.await("epoch", e -> true);
      assertEquals(3, third.getInt("epoch"), "the curve goes on where it was");

      again.destroy(); // as Ctrl-C, but this program leaves its lock
      events.await("state", state("interrupted"));
    }
    JsonObject shown = Client.object(new Client(server).get("/api/runs/first"));
    assertEquals(3, shown.getJsonArray("epochs").size());
    assertTrue(shown.getJsonObject("settings").containsKey("learningRate"));
  }

  /** What happened while a page was away. */
  @Test
  void aClientThatComesAgainGetsWhatItHasMissed() throws Exception {
    Process process = train();
    try (Events events = new Events(0)) {
      epoch(process);
      events.await("epoch", e -> e.getInt("epoch") == 1);
    }
    epoch(process);
    epoch(process);
    try (Events events = new Events(1)) {
      assertEquals(2, events.await("epoch", e -> true).getInt("epoch"));
      assertEquals(3, events.await("epoch", e -> true).getInt("epoch"));
    }
  }

  @Test
  void whatIsNoExperimentSaysSo() throws Exception {
    String list =
        new String(new Client(server).get("/api/experiments").body(), StandardCharsets.UTF_8);
    assertTrue(list.contains("unreadable"), list);
    for (String path :
        List.of(
            "/api/experiments/x/report/report.html",
            "/api/experiments/x/report/..%2F..%2Fetc/passwd")) {
      int status = new Client(server).get(path).statusCode();
      assertTrue(status == 404 || status == 400, path + ": " + status);
    }
  }
}
