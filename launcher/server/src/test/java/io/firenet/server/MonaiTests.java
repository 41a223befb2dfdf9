package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.file.ForeignJson;
import io.firenet.folder.DatasetFolder;
import io.firenet.folder.FolderCase;
import io.firenet.format.ImageFormats;
import io.firenet.layout.DecathlonLayout;
import io.firenet.runtime.PredictorOptions;
import io.firenet.runtime.Segmenter;
import io.firenet.volume.LabelMap;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the client of MONAI Label's extension for 3D Slicer sends, byte by byte as it was recorded,
 * and what it expects: see its {@code MONAILabelLib/client.py}.
 */
class MonaiTests {

  private static final String TOKEN = "a-token-of-some-length";

  /** The client's own, with a dollar sign that RFC 2046 does not allow. */
  private static final String BOUNDARY = "----------lImIt_of_THE_fIle_eW_$";

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";

  @TempDir static Path models;
  @TempDir Path studies;

  private static Path model;

  private final StandInTrainings trainings = new StandInTrainings(() -> model);
  private FirenetServer server;
  private Client client;

  @BeforeAll
  static void write() throws IOException {
    model = ServedModels.segmentation(models.resolve("abdomen.onnx"));
  }

  @BeforeEach
  void start() throws IOException {
    ImageFormats.write(studies.resolve("first.nii.gz"), ServedModels.image(20));
    ImageFormats.write(studies.resolve("second.nii.gz"), ServedModels.image(22));
    server = FirenetServer.start(options(Optional.empty()));
    client = new Client(server);
  }

  private ServerOptions options(Optional<String> token) {
    return new ServerOptions(
        "test",
        "127.0.0.1",
        0,
        new ServerOptions.AccessOptions(token, List.of(), List.of()),
        new ServerOptions.Content(
            List.of(model), List.of(), List.of(), List.of(), Optional.of(studies)),
        PredictorOptions.DEFAULT,
        Limits.usual(),
        Optional.of(trainings));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void infoHasWhatViewersReadOfIt() throws Exception {
    JsonObject info = Client.object(client.get("/info/"));
    JsonObject abdomen = info.getJsonObject("models").getJsonObject("abdomen");
    assertEquals("segmentation", abdomen.getString("type"));
    assertEquals("Test abdomens, by firenet", abdomen.getString("description"));
    assertEquals(1, abdomen.getJsonObject("labels").getInt("liver"));
    assertTrue(info.getJsonObject("config").isEmpty(), "viewers refuse one that is not empty");
    assertEquals(2, info.getJsonObject("datastore").getInt("total"));
    assertEquals(0, info.getJsonObject("datastore").getInt("completed"));
    assertTrue(info.getJsonObject("strategies").containsKey("random"));
    assertEquals(1, info.getJsonObject("trainers").size());
  }

  /**
   * {@code client.infer("abdomen", "first", {"result_extension": ".nrrd", …})} of the recording.
   */
  @Test
  void labelsArriveAsThePartsThatTheClientTakesApart() throws Exception {
    String params =
        "{\"result_extension\": \".nrrd\", \"result_dtype\": \"uint8\", \"client_id\":"
            + " \"slicer-1\"}";
    String body =
        "--%1$s\r\nContent-Disposition: form-data; name=\"params\"\r\n\r\n%2$s\r\n--%1$s--\r\n\r\n"
            .formatted(BOUNDARY, params);
    String answer =
        RawRequest.send(
            server,
            """
            POST /infer/abdomen?image=first HTTP/1.1\r
            Host: %s\r
            Accept-Encoding: identity\r
            content-type: multipart/form-data; boundary=%s\r
            content-length: %s\r
            Connection: close\r
            \r
            %s\
            """
                .formatted(host(), BOUNDARY, body.length(), body));
    assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    String type =
        answer.lines().filter(line -> line.startsWith("Content-Type: ")).findFirst().get();
    assertTrue(type.startsWith("Content-Type: multipart/form-data; boundary="), type);
    String[] parts = answer.split("--" + type.substring(type.indexOf('=') + 1));
    assertEquals(4, parts.length, "head, params, image, end");
    String told = parts[1].substring(parts[1].indexOf("\r\n\r\n")).strip();
    JsonObject names = ForeignJson.parse(told).asJsonObject().getJsonObject("label_names");
    assertTrue(parts[2].contains("name=\"image\"; filename=\"first.nrrd\""), parts[2]);
    byte[] bytes =
        parts[2]
            .substring(parts[2].indexOf("\r\n\r\n") + 4, parts[2].length() - 2)
            .getBytes(StandardCharsets.ISO_8859_1);
    LabelMap labels = ImageFormats.readLabels(Files.write(models.resolve("sent.nrrd"), bytes));
    try (Segmenter segmenter = Segmenter.open(model)) {
      LabelMap expected =
          segmenter.segment(ImageFormats.readVolume(studies.resolve("first.nii.gz")));
      assertArrayEquals(expected.data(), labels.data());
    }
    for (String name : names.keySet()) {
      boolean present = false;
      for (short label : labels.data()) {
        present |= label == names.getInt(name);
      }
      assertTrue(present, name + ": viewers give the names to the values that are there, in turn");
    }
  }

  private String host() {
    return server.address().replaceAll("http://|/$", "");
  }

  /** {@code client.save_label(…)}: segments are numbered as the scene has them. */
  @Test
  void aCorrectedLabelFlowsIntoAFolderThatTrainReads() throws Exception {
    LabelMap drawn = labels("first");
    Path sent = models.resolve("drawn.nii.gz");
    ImageFormats.write(sent, drawn);
    String params =
        "{\"label_info\": [{\"name\": \"spleen\", \"idx\": 1}, {\"name\": \"liver\", \"idx\": 2}],"
            + " \"model\": \"abdomen\", \"client_id\": \"slicer-1\"}";
    HttpResponse<byte[]> kept =
        client.upload("PUT", "/datastore/label?image=first", "label", sent, "params", params);
    assertEquals(200, kept.statusCode(), () -> Client.error(kept));
    assertEquals("first", Client.object(kept).getString("label"));

    List<FolderCase> cases = new DecathlonLayout().list(new DatasetFolder(studies)).cases();
    assertEquals(1, cases.size());
    assertEquals("first", cases.get(0).id());
    short[] stored = ImageFormats.readLabels(cases.get(0).labels().files().get(0)).data();
    for (int i = 0; i < stored.length; i++) {
      int expected = drawn.data()[i] == 0 ? 0 : 3 - drawn.data()[i]; // 1 was spleen, 2 liver
      assertEquals(expected, stored[i]);
    }
    assertEquals(1, Client.object(client.get("/datastore/")).getInt("completed"));
    HttpResponse<byte[]> back = client.get("/datastore/label?label=first&tag=final");
    assertEquals(200, back.statusCode());
    JsonObject next = Client.object(client.post("/activelearning/first", "{}"));
    assertEquals("second", next.getString("id"));

    client.upload("PUT", "/datastore/label?image=first", "label", sent, "params", params);
    assertEquals(1, new DecathlonLayout().list(new DatasetFolder(studies)).cases().size());
    try (var replaced = Files.list(studies.resolve("labels/replaced"))) {
      assertEquals(1, replaced.count(), "what was there before is kept");
    }
  }

  private LabelMap labels(String study) throws IOException {
    var image = ImageFormats.readVolume(studies.resolve(study + ".nii.gz"));
    short[] data = new short[image.data().length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (short) (i % 3);
    }
    return new LabelMap(image.geometry(), data);
  }

  @Test
  void labelsThatDoNotFitAreRefused() throws Exception {
    Path other = models.resolve("other.nii.gz");
    ImageFormats.write(other, labels("second"));
    HttpResponse<byte[]> grid =
        client.upload("PUT", "/datastore/label?image=first", "label", other, "params", "{}");
    assertEquals(422, grid.statusCode());
    assertFalse(Client.error(grid).contains(studies.toString()), Client.error(grid));
    Path unknown = models.resolve("unknown.nii.gz");
    ImageFormats.write(unknown, labels("first"));
    HttpResponse<byte[]> name =
        client.upload(
            "PUT",
            "/datastore/label?image=first",
            "label",
            unknown,
            "params",
            "{\"label_info\": [{\"name\": \"heart\"}, {\"name\": \"liver\"}]}");
    assertEquals(422, name.statusCode());
    assertTrue(Client.error(name).contains("heart"), Client.error(name));
    assertFalse(Files.exists(studies.resolve("dataset.json")));
  }

  /** {@code client.upload_image(…)} with the name of a volume in the scene. */
  @Test
  void anImageOfAnyNameIsKeptUnderOneThatIsSafe() throws Exception {
    Path file = studies.resolve("first.nii.gz");
    for (String name : List.of("Volume_1", "2:%20Thorax%201.0", "..%2F..%2Fetc%2Fpasswd")) {
      HttpResponse<byte[]> kept =
          client.upload("PUT", "/datastore/?image=" + name, "file", file, "params", "{}");
      assertEquals(200, kept.statusCode(), () -> Client.error(kept));
      HttpResponse<byte[]> answer =
          client.upload(
              "POST", "/infer/abdomen?output=json&image=" + name, "none", file, "params", "{}");
      assertEquals(200, answer.statusCode(), name);
    }
    try (var sent = Files.list(studies.resolve("sent"))) {
      assertEquals(3, sent.count());
    }
    HttpResponse<byte[]> taken =
        client.upload("PUT", "/datastore/?image=first", "file", file, "params", "{}");
    assertEquals(409, taken.statusCode());
  }

  /**
   * Once it has a token, the client sends the headers of its last upload with every GET: a length
   * without a body.
   */
  @Test
  void aGetWithTheLengthOfAnEarlierBodyIsAnswered() throws Exception {
    try (FirenetServer guarded = FirenetServer.start(options(Optional.of(TOKEN)))) {
      String answer =
          RawRequest.send(
              guarded,
              """
              GET /datastore/?output=all HTTP/1.1\r
              Host: localhost\r
              Accept-Encoding: identity\r
              Authorization: bearer %s\r
              content-type: multipart/form-data; boundary=%s\r
              content-length: 5311\r
              \r
              """
                  .formatted(TOKEN, BOUNDARY));
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      assertTrue(answer.contains("\"first\""), answer);
      HttpResponse<byte[]> login =
          new Client(guarded)
              .send(
                  new Client(guarded)
                      .request("/auth/token")
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .POST(
                          java.net.http.HttpRequest.BodyPublishers.ofString(
                              "username=me&password=%s&grant_type=password".formatted(TOKEN)))
                      .build());
      assertEquals(TOKEN, Client.object(login).getString("access_token"));
    }
  }

  @Test
  void aTrainingIsStartedSeenAndStopped() throws Exception {
    assertEquals(404, client.get("/train/?check_if_running=true").statusCode());
    assertEquals(404, client.get("/train/?all=true").statusCode());
    assertEquals("null", stopTraining(), "nothing to stop, which clients take for no fault");
    String trainer =
        Client.object(client.get("/info/")).getJsonObject("trainers").keySet().iterator().next();
    assertEquals(409, client.post("/train/" + trainer, "{}").statusCode(), "nothing is labelled");
    Path sent = models.resolve("all.nii.gz");
    ImageFormats.write(sent, labels("first"));
    client.upload("PUT", "/datastore/label?image=first", "label", sent, "params", "{}");
    HttpResponse<byte[]> started = client.post("/train/" + trainer, "{\"max_epochs\": 5}");
    assertEquals(200, started.statusCode(), () -> Client.error(started));
    assertEquals("RUNNING", Client.object(started).getString("status"));
    assertEquals(200, client.get("/train/?check_if_running=true").statusCode());
    assertEquals(429, client.post("/train/" + trainer, "{}").statusCode());
    String run = Client.object(started).getString("run");
    assertEquals(200, client.get("/api/runs/" + run).statusCode(), "the page shows it");
    JsonObject stopped =
        ForeignJson.parse(stopTraining().getBytes(StandardCharsets.UTF_8)).asJsonObject();
    assertEquals("STOPPED", stopped.getString("status"), stopped::toString);
    assertTrue(stopped.getString("start_ts").matches(TIME), stopped::toString);
    assertTrue(stopped.getString("end_ts").matches(TIME), stopped::toString);
    assertFalse(stopped.getJsonArray("details").isEmpty(), "3D Slicer shows the last line");
    assertEquals(404, client.get("/train/?check_if_running=true").statusCode());
    assertEquals(stopped, Client.object(client.get("/train/")), "and stays so");
    assertEquals("null", stopTraining(), "it runs no more");
    assertEquals(200, client.post("/train/" + trainer, "{\"max_epochs\": 5}").statusCode());
    JsonArray all = Client.array(client.get("/train/?all=true"));
    assertEquals(
        List.of("STOPPED", "RUNNING"),
        all.getValuesAs(JsonObject.class).stream().map(one -> one.getString("status")).toList());
  }

  /** What the request to stop a training is answered. */
  private String stopTraining() throws Exception {
    HttpResponse<byte[]> answer = client.delete("/train/");
    assertEquals(200, answer.statusCode());
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void whatWasTrainedIsServed() throws Exception {
    trainings.endAtOnce();
    String trainer =
        Client.object(client.get("/info/")).getJsonObject("trainers").keySet().iterator().next();
    Path sent = models.resolve("all.nii.gz");
    ImageFormats.write(sent, labels("first"));
    client.upload("PUT", "/datastore/label?image=first", "label", sent, "params", "{}");
    client.post("/train/" + trainer, "{\"max_epochs\": 5}");
    Instant end = Instant.now().plusSeconds(60);
    JsonObject task = Client.object(client.get("/train/"));
    while (task.getString("status").equals("RUNNING") && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
      task = Client.object(client.get("/train/"));
    }
    assertEquals("DONE", task.getString("status"), task::toString);
    JsonObject offered = Client.object(client.get("/info/")).getJsonObject("models");
    assertEquals(2, offered.size(), offered::toString);
    String name = task.getString("run");
    assertTrue(offered.containsKey(name), offered::toString);
    String infer = "/infer/%s?output=json&image=first".formatted(name);
    assertEquals(200, client.upload("POST", infer, "none", sent, "params", "{}").statusCode());
  }

  /** A file part has the whole path of the client's machine as its name. */
  @Test
  void aFileIsTakenInsteadOfAnImageOfTheDatastore() throws Exception {
    byte[] image = Files.readAllBytes(studies.resolve("first.nii.gz"));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(
        """
        --%1$s\r
        Content-Disposition: form-data; name="params"\r
        \r
        {"client_id": "mitk"}\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="/home/someone/a folder/scan.nii.gz"\r
        Content-Type: application/gzip\r
        \r
        """
            .formatted(BOUNDARY)
            .getBytes(StandardCharsets.US_ASCII));
    body.write(image);
    body.write("\r\n--%s--\r\n\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(
        "POST /infer/abdomen?image=x&output=json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\ncontent-type: multipart/form-data; boundary=%s\r\ncontent-length: %s\r\n\r\n"
            .formatted(BOUNDARY, body.size())
            .getBytes(StandardCharsets.US_ASCII));
    request.write(body.toByteArray());
    String answer = RawRequest.send(server, request.toByteArray());
    assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    assertTrue(answer.contains("label_names"), answer);
  }
}
