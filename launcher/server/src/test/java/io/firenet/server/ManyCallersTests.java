package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFormats;
import io.firenet.runtime.PredictorOptions;
import io.firenet.runtime.Segmenter;
import io.firenet.volume.LabelMap;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several clients at a time, some of which cancel, and some of which do not know how to ask. */
class ManyCallersTests {

  private static final int CLIENTS = 8;

  @TempDir Path folder;

  /**
   * What a client has seen.
   *
   * @param answers of jobs that it let run
   * @param cancelled jobs that it has cancelled
   * @param refused requests that were malformed
   * @param waitSeconds mean time from asking to the answer
   */
  private record Seen(int answers, int cancelled, int refused, double waitSeconds) {}

  @Test
  void aFewRequestsOfEachAreAnsweredRightly() throws Exception {
    run(48);
  }

  @Test
  @Tag("benchmark")
  void fiveHundredRequestsAreAnsweredRightly() throws Exception {
    run(500);
  }

  private void run(int requests) throws Exception {
    Path model = ServedModels.segmentation(folder.resolve("abdomen.onnx"));
    Path image = folder.resolve("image.nii.gz");
    ImageFormats.write(image, ServedModels.image(32));
    LabelMap expected;
    try (Segmenter segmenter = Segmenter.open(model)) {
      expected = segmenter.segment(ImageFormats.readVolume(image));
    }
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try (FirenetServer server = FirenetServer.start(options(model))) {
      List<Callable<Seen>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        int own = requests / CLIENTS + (i < requests % CLIENTS ? 1 : 0);
        clients.add(() -> ask(server, number, own, image, expected));
      }
      ask(server, CLIENTS, 5, image, expected); // loads the model
      long before = residentBytes();
      long begun = System.nanoTime();
      List<Seen> all = new ArrayList<>();
      for (Future<Seen> each : threads.invokeAll(clients)) {
        all.add(each.get());
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.gc();
      long grown = residentBytes() - before;
      double mean = all.stream().mapToDouble(Seen::waitSeconds).average().orElseThrow();
      double longest = all.stream().mapToDouble(Seen::waitSeconds).max().orElseThrow();
      System.out.printf(
          Locale.ROOT,
          "%s requests of %s clients in %.1f s: %s answers, %s cancelled, %s malformed; mean wait"
              + " %.0f ms, that of the client who waits longest %.2f of it; resident memory %+.0f"
              + " MB%n",
          requests,
          CLIENTS,
          seconds,
          all.stream().mapToInt(Seen::answers).sum(),
          all.stream().mapToInt(Seen::cancelled).sum(),
          all.stream().mapToInt(Seen::refused).sum(),
          1000 * mean,
          longest / mean,
          grown / 1e6);
      assertEquals(
          requests, all.stream().mapToInt(s -> s.answers() + s.cancelled() + s.refused()).sum());
      assertTrue(longest <= 2 * mean, "no client waits longer than twice the mean");
      assertTrue(grown < 150e6, "memory stays flat, it has grown by " + grown);
    } finally {
      threads.shutdownNow();
    }
  }

  private static ServerOptions options(Path model) {
    return new ServerOptions(
        "test",
        "127.0.0.1",
        0,
        ServerOptions.AccessOptions.OPEN,
        new ServerOptions.Content(
            List.of(model), List.of(), List.of(), List.of(), Optional.empty()),
        PredictorOptions.DEFAULT.withThreads(1),
        Limits.usual(),
        Optional.empty());
  }

  private Seen ask(FirenetServer server, int number, int requests, Path image, LabelMap expected)
      throws Exception {
    Client client = new Client(server).with("X-Client-Id", "client-" + number);
    int answers = 0;
    int cancelled = 0;
    int refused = 0;
    double waited = 0;
    for (int i = 0; i < requests; i++) {
      int turn = i * CLIENTS + number;
      if (turn % 20 == 3) {
        HttpResponse<byte[]> answer = client.post("/api/jobs", "{\"image\": 7, \"models\":");
        assertEquals(400, answer.statusCode());
        refused++;
        continue;
      }
      String id = client.open(image).getString("id");
      long begun = System.nanoTime();
      HttpResponse<byte[]> submitted =
          client.post("/api/jobs", "{\"image\": \"%s\", \"models\": [\"abdomen\"]}".formatted(id));
      assertEquals(202, submitted.statusCode(), () -> Client.error(submitted));
      String job = Client.object(submitted).getString("id");
      if (turn % 10 == 5) {
        assertEquals(204, client.delete("/api/jobs/" + job).statusCode());
        cancelled++;
      } else {
        JsonObject done = client.follow(job);
        waited += (System.nanoTime() - begun) / 1e9;
        assertEquals("done", done.getString("state"), done::toString);
        answers++;
        if (i % 10 == 0) {
          check(client, done, number, expected);
        }
        client.delete("/api/jobs/" + job);
      }
      client.delete("/api/images/" + id);
    }
    return new Seen(answers, cancelled, refused, waited / Math.max(1, answers));
  }

  private void check(Client client, JsonObject done, int number, LabelMap expected)
      throws Exception {
    String url = done.getJsonArray("results").getJsonObject(0).getString("labelsUrl");
    Path file = folder.resolve("labels-%s.nii.gz".formatted(number));
    Files.write(file, client.get(url).body());
    assertArrayEquals(expected.data(), ImageFormats.readLabels(file).data());
  }

  private static long residentBytes() throws Exception {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }
}
