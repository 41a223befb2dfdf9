package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFormats;
import io.firenet.runtime.PredictorOptions;
import jakarta.json.JsonObject;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that take long: cancelled, forsaken, too many, and when the server ends. */
class WaitingTests {

  private static final double SOON = 2;

  @TempDir static Path folder;

  private static Path model;
  private static Path large;

  @BeforeAll
  static void write() throws Exception {
    model = ServedModels.segmentation(folder.resolve("abdomen.onnx"));
    large = folder.resolve("large.nii.gz");
    ImageFormats.write(large, ServedModels.image(150)); // thousands of windows
  }

  private static FirenetServer start(int queue) throws Exception {
    return FirenetServer.start(
        new ServerOptions(
            "test",
            "127.0.0.1",
            0,
            ServerOptions.AccessOptions.OPEN,
            new ServerOptions.Content(
                List.of(model), List.of(), List.of(), List.of(), Optional.empty()),
            PredictorOptions.DEFAULT.withThreads(1),
            Limits.usual().withQueue(queue),
            Optional.empty()));
  }

  private static String submit(Client client, String image) throws Exception {
    HttpResponse<byte[]> answer =
        client.post("/api/jobs", "{\"image\": \"%s\", \"models\": [\"abdomen\"]}".formatted(image));
    assertEquals(202, answer.statusCode(), () -> Client.error(answer));
    return Client.object(answer).getString("id");
  }

  private static JsonObject await(Client client, String job, String state) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      JsonObject now = Client.object(client.get("/api/jobs/" + job));
      if (now.getString("state").equals(state)) {
        return now;
      }
      assertTrue(System.nanoTime() < end, () -> "not " + state + ": " + now);
      Thread.onSpinWait();
    }
  }

  @Test
  void aJobIsCancelledAtItsNextOperation() throws Exception {
    try (FirenetServer server = start(4)) {
      Client client = new Client(server);
      String image = client.open(large).getString("id");
      String job = submit(client, image);
      String behind = submit(client, image);
      await(client, job, "running");
      assertEquals(1, await(client, behind, "queued").getInt("position"));
      long asked = System.nanoTime();
      assertEquals(204, client.delete("/api/jobs/" + job).statusCode());
      await(client, job, "cancelled");
      await(client, behind, "running");
      assertTrue((System.nanoTime() - asked) / 1e9 < SOON);
      client.delete("/api/jobs/" + behind);
    }
  }

  /** Who has followed a job's events and has gone will not fetch its result. */
  @Test
  void aJobIsCancelledWhenItsClientHasGone() throws Exception {
    try (FirenetServer server = start(4)) {
      Client client = new Client(server);
      String job = submit(client, client.open(large).getString("id"));
      await(client, job, "running");
      try (Socket socket = RawRequest.connect(server)) {
        OutputStream out = socket.getOutputStream();
        out.write(
            "GET /api/jobs/%s/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .formatted(job)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        assertTrue(socket.getInputStream().read() > 0);
      }
      long gone = System.nanoTime();
      while (server.isBusy()) {
        Thread.onSpinWait();
      }
      double seconds = (System.nanoTime() - gone) / 1e9;
      assertTrue(seconds < SOON + 0.5, "cancelled after " + seconds);
      assertEquals("cancelled", await(client, job, "cancelled").getString("state"));
    }
  }

  /** A viewer that waits for labels and goes. */
  @Test
  void aPassIsCancelledWhenItsCallerHasGone() throws Exception {
    try (FirenetServer server = start(4)) {
      String session;
      Client client = new Client(server);
      session =
          Client.object(client.upload("PUT", "/session/", "files", large)).getString("session_id");
      try (Socket socket = RawRequest.connect(server)) {
        String body =
            "--b\r\nContent-Disposition: form-data; name=\"params\"\r\n\r\n{}\r\n--b--\r\n";
        String head =
            "POST /infer/abdomen?session_id=%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %s\r\n\r\n"
                .formatted(session, body.length());
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        while (!server.isBusy()) {
          Thread.onSpinWait();
        }
      }
      long gone = System.nanoTime();
      while (server.isBusy()) {
        Thread.onSpinWait();
      }
      double seconds = (System.nanoTime() - gone) / 1e9;
      assertTrue(seconds < SOON, "cancelled after " + seconds);
    }
  }

  @Test
  void tooManyJobsAreToldWhenToComeAgain() throws Exception {
    try (FirenetServer server = start(4)) {
      Client greedy = new Client(server).with("X-Client-Id", "greedy");
      String image = greedy.open(large).getString("id");
      String running = submit(greedy, image);
      await(greedy, running, "running");
      submit(greedy, image);
      submit(greedy, image);
      HttpResponse<byte[]> refused =
          greedy.post(
              "/api/jobs", "{\"image\": \"%s\", \"models\": [\"abdomen\"]}".formatted(image));
      assertEquals(429, refused.statusCode());
      int seconds = Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow());
      assertTrue(seconds >= 1 && seconds <= 600);
      Client modest = new Client(server).with("X-Client-Id", "modest");
      String other = submit(modest, image);
      int position = Client.object(modest.get("/api/jobs/" + other)).getInt("position");
      assertEquals(2, position, "behind the pass that runs and one of the other's");
      greedy.delete("/api/jobs/" + running);
    }
  }

  @Test
  void theServerEndsAfterThePassThatRuns() throws Exception {
    FirenetServer server = start(4);
    Client client = new Client(server);
    Path small = folder.resolve("small.nii.gz");
    ImageFormats.write(small, ServedModels.image(60));
    Path temporary = server.temporaryFolder();
    String session =
        Client.object(client.upload("PUT", "/session/", "files", small)).getString("session_id");
    CompletableFuture<HttpResponse<byte[]>> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return client.upload(
                    "POST", "/infer/abdomen?session_id=" + session, "label", small);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    while (!server.isBusy()) {
      Thread.onSpinWait();
    }
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(
            () -> {
              try {
                server.close();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    while (!server.isStopping()) {
      Thread.onSpinWait();
    }
    assertEquals(503, client.post("/api/jobs", "{}").statusCode());
    assertEquals(200, waiting.get(60, TimeUnit.SECONDS).statusCode());
    closing.get(60, TimeUnit.SECONDS);
    assertFalse(Files.exists(temporary));
  }
}
