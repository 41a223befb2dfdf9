package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.format.ImageFormats;
import io.firenet.runtime.Predictor;
import io.firenet.runtime.PredictorOptions;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long things are kept, and how much of them. */
class LifetimeTests {

  private static final int KILOBYTE = 1 << 10;

  @TempDir Path folder;

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Path models;
  private Path image;
  private FirenetServer server;
  private Client client;

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }
      };

  @BeforeEach
  void start() throws IOException {
    models = Files.createDirectory(folder.resolve("models"));
    ServedModels.segmentation(models.resolve("abdomen.onnx"));
    image = folder.resolve("image.nii.gz");
    ImageFormats.write(image, ServedModels.image(16));
    start(PredictorOptions.DEFAULT);
  }

  private void start(PredictorOptions inference) throws IOException {
    server =
        FirenetServer.start(
            new ServerOptions(
                "test",
                "127.0.0.1",
                0,
                ServerOptions.AccessOptions.OPEN,
                new ServerOptions.Content(
                    List.of(), List.of(models), List.of(), List.of(), Optional.empty()),
                inference,
                new Limits(
                    300 * KILOBYTE,
                    900 * KILOBYTE,
                    1000 * KILOBYTE,
                    0,
                    4,
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(10)),
                Optional.empty()),
            clock);
    client = new Client(server);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private int loaded() throws Exception {
    return Client.object(client.get("/api/server")).getInt("modelsLoaded");
  }

  @Test
  void aModelIsLoadedWhenNeededAndFreedWhenIdle() throws Exception {
    assertEquals(0, loaded());
    String id = client.open(image).getString("id");
    JsonObject first = client.run(id, "abdomen");
    assertEquals("done", first.getString("state"), first::toString);
    assertEquals(1, loaded());
    now = now.plus(Duration.ofMinutes(9));
    server.tidy();
    assertEquals(1, loaded());
    now = now.plus(Duration.ofMinutes(2));
    server.tidy();
    assertEquals(0, loaded());
    assertEquals("done", client.run(id, "abdomen").getString("state"));
  }

  @Test
  void allModelsTogetherKeepToTheMemoryBudget() throws Exception {
    long one;
    try (Predictor predictor = Predictor.open(models.resolve("abdomen.onnx"))) {
      one = predictor.plan(ImageFormats.readGeometry(image)).bytes();
    }
    for (String name : List.of("second", "third")) {
      Files.copy(models.resolve("abdomen.onnx"), models.resolve(name + ".onnx"));
    }
    server.close();
    start(PredictorOptions.DEFAULT.withMemoryBudget(one * 5 / 2));
    String id = client.open(image).getString("id");
    for (String name : List.of("abdomen", "second", "third", "abdomen")) {
      JsonObject done = client.run(id, name);
      assertEquals("done", done.getString("state"), done::toString);
    }
    assertEquals(2, loaded());
    server.close();
    start(PredictorOptions.DEFAULT.withMemoryBudget(one / 2));
    JsonObject refused = client.run(client.open(image).getString("id"), "abdomen");
    assertEquals("failed", refused.getString("state"), refused::toString);
    assertTrue(refused.getString("error").contains("memory budget"), refused::toString);
  }

  @Test
  void aModelThatHasChangedIsLoadedAnew() throws Exception {
    String id = client.open(image).getString("id");
    String before = client.run(id, "abdomen").getJsonArray("results").toString();
    Path other =
        ServedModels.write(
            folder.resolve("other.onnx"), "segmentation", new SegmentationDecoder(), -2);
    Files.move(other, models.resolve("abdomen.onnx"), StandardCopyOption.REPLACE_EXISTING);
    String after = client.run(id, "abdomen").getJsonArray("results").toString();
    assertNotEquals(before.replaceAll("jobs/[^/]*", ""), after.replaceAll("jobs/[^/]*", ""));
    assertEquals(1, loaded());
  }

  @Test
  void modelsComeAndGoWithTheirFiles() throws Exception {
    assertEquals(1, Client.array(client.get("/api/models")).size());
    Files.copy(models.resolve("abdomen.onnx"), models.resolve("second.onnx"));
    assertEquals(2, Client.array(client.get("/api/models")).size());
    Files.delete(models.resolve("abdomen.onnx"));
    assertEquals(
        "second", Client.array(client.get("/api/models")).getJsonObject(0).getString("name"));
  }

  @Test
  void whatNobodyAsksForGoes() throws Exception {
    String kept = client.open(image).getString("id");
    String left = client.open(image).getString("id");
    JsonObject job = client.run(left, "abdomen");
    now = now.plus(Duration.ofMinutes(29));
    assertEquals(200, client.get("/api/images/" + kept).statusCode());
    now = now.plus(Duration.ofMinutes(2));
    server.tidy();
    assertEquals(200, client.get("/api/images/" + kept).statusCode());
    assertEquals(404, client.get("/api/images/" + left).statusCode());
    assertEquals(404, client.get("/api/jobs/" + job.getString("id")).statusCode());
    try (Stream<Path> images = Files.list(server.temporaryFolder().resolve("images"))) {
      assertEquals(1, images.count(), "its files go too");
    }
  }

  @Test
  void aRequestThatIsTooLargeIsRefusedBeforeItIsRead() throws Exception {
    String answer =
        RawRequest.send(
            server,
            "POST /api/images HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Connection: close\r\n"
                + "Content-Type: multipart/form-data; boundary=b\r\n"
                + "Content-Length: 99999999\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
  }

  /** A client sees why only if its connection is not reset while it still sends. */
  @ParameterizedTest
  @CsvSource({
    "413, POST /api/images, multipart/form-data; boundary=b",
    "415, POST /api/images, text/plain",
    "413, POST /api/jobs, application/json",
    "405, DELETE /api/models, text/plain",
    "404, POST /api/nothing, text/plain",
  })
  void whoIsRefusedWhileSendingLearnsWhy(int status, String target, String type) throws Exception {
    int bytes = 16 << 20;
    String head =
        "%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %s\r\n\r\n"
            .formatted(target, type, bytes);
    try (Socket socket = RawRequest.connect(server)) {
      String answer = RawRequest.sendAll(socket, head, bytes);
      assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
      assertTrue(answer.contains("\"error\""), answer);
      String next =
          RawRequest.sendAll(socket, "GET /api/models HTTP/1.1\r\nHost: localhost\r\n\r\n", 0);
      assertTrue(next.startsWith("HTTP/1.1 200"), "the connection lives on: " + next);
    }
  }

  /** Who asks first is told without having sent anything. */
  @Test
  void whoAsksBeforeSendingIsToldAtOnce() throws Exception {
    try (Socket socket = RawRequest.connect(server)) {
      String answer =
          RawRequest.sendAll(
              socket,
              "POST /api/images HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                  + "Content-Type: multipart/form-data; boundary=b\r\n"
                  + "Content-Length: 99999999\r\n\r\n",
              0);
      assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    }
  }

  /** A small file that claims, or unpacks to, more than there is memory or room for. */
  @Test
  void whatGrowsBeyondBoundsIsRefused() throws Exception {
    Path claims = folder.resolve("claims.nii.gz");
    ImageFormats.write(claims, ServedModels.image(100)); // 4 MB of which little is left compressed
    long size = Files.size(claims);
    HttpResponse<byte[]> large = client.upload("POST", "/api/images", "file", claims);
    assertEquals(413, large.statusCode(), size + ": " + Client.error(large));
    Path bomb = folder.resolve("bomb.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("../../zeros.nii"));
      for (int i = 0; i < 1000; i++) {
        zip.write(new byte[KILOBYTE]);
      }
    }
    HttpResponse<byte[]> exploding = client.upload("POST", "/api/images", "file", bomb);
    assertEquals(413, exploding.statusCode(), Client.error(exploding));
    try (Stream<Path> left = Files.list(server.temporaryFolder().resolve("images"))) {
      assertEquals(0, left.count(), "nothing of it is left");
    }
  }

  @Test
  void anArchiveOfAnImageIsOpened() throws Exception {
    Path archive = folder.resolve("patient.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("__MACOSX/._scan.nii.gz"));
      zip.write(1);
      zip.putNextEntry(new ZipEntry("a/../../scan.nii.gz"));
      Files.copy(image, zip);
    }
    JsonObject opened = client.open(archive);
    assertEquals("scan", opened.getString("name"), opened::toString);
    assertFalse(Files.exists(server.temporaryFolder().resolve("images/scan.nii.gz")));
  }

  @Test
  void theTemporaryFolderHasAQuota() throws Exception {
    int status = 201;
    int opened = 0;
    while (status == 201 && opened < 1000) {
      status = client.upload("POST", "/api/images", "file", image).statusCode();
      opened++;
    }
    assertEquals(507, status);
    assertTrue(opened > 3, "some fit in, " + opened);
    now = now.plus(Duration.ofHours(1));
    server.tidy();
    assertEquals(201, client.upload("POST", "/api/images", "file", image).statusCode());
  }

  /** One that was killed could not remove its folder. */
  @Test
  void theFolderOfAServerThatWasKilledGoesWithTheNext() throws Exception {
    Path temporary = server.temporaryFolder().getParent();
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofMinutes(1)));
    Path left = Files.createTempDirectory(temporary, "firenet-serve-");
    Files.writeString(left.resolve("image"), "x");
    Files.setLastModifiedTime(Files.createFile(left.resolve(".lock")), longAgo);
    Path held = Files.createTempDirectory(temporary, "firenet-serve-");
    Path lock = Files.createFile(held.resolve(".lock"));
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      assertTrue(channel.tryLock().isValid());
      Files.setLastModifiedTime(lock, longAgo);
      FirenetServer.start(
              ServerOptions.local(
                  "test",
                  new ServerOptions.Content(
                      List.of(), List.of(), List.of(), List.of(), Optional.empty())))
          .close();
      assertFalse(Files.exists(left));
      assertTrue(Files.exists(held), "its server lives");
      assertTrue(Files.exists(server.temporaryFolder()));
    } finally {
      Files.delete(lock);
      Files.delete(held);
    }
  }
}
