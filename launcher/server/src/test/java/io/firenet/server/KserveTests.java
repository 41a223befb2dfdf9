package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.runtime.Segmenter;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** KServe's protocol, version 2. */
class KserveTests {

  private static final ImageGeometry GRID =
      new ImageGeometry(new GridSize(9, 10, 11), Affine.scaling(1.5, 1.5, 3));

  @TempDir static Path folder;

  private static FirenetServer server;
  private static Client client;
  private static Volume image;
  private static short[] expected;

  @BeforeAll
  static void start() throws IOException {
    Path model = ServedModels.segmentation(folder.resolve("abdomen.onnx"));
    Path classes = ServedModels.classification(folder.resolve("contrast.onnx"));
    float[] data = Arrays.copyOf(ServedModels.image(12).data(), (int) GRID.size().voxels());
    image = new Volume(GRID, 1, data);
    try (Segmenter segmenter = Segmenter.open(model)) {
      LabelMap labels = segmenter.segment(image);
      expected = labels.data();
    }
    server =
        FirenetServer.start(
            ServerOptions.local(
                "test",
                new ServerOptions.Content(
                    List.of(model, classes), List.of(), List.of(), List.of(), Optional.empty())));
    client = new Client(server);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void healthAndMetadata() throws Exception {
    assertTrue(Client.object(client.get("/v2/health/live")).getBoolean("live"));
    assertTrue(Client.object(client.get("/v2/health/ready")).getBoolean("ready"));
    assertEquals(200, client.get("/v2/models/abdomen/ready").statusCode());
    assertEquals(404, client.get("/v2/models/nothing/ready").statusCode());
    JsonObject model = Client.object(client.get("/v2/models/abdomen"));
    assertEquals(
        "[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[1,-1,-1,-1]}]",
        model.getJsonArray("inputs").toString());
    assertEquals("INT16", model.getJsonArray("outputs").getJsonObject(0).getString("datatype"));
  }

  private static String request(String data, String more) {
    return "{\"id\": \"7\", \"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [1,9,10,11], \"parameters\": {\"spacing_mm\": [3, 1.5, 1.5]%s}%s}]%s}"
        .formatted(data.isEmpty() ? ", \"binary_data_size\": 3960" : "", data, more);
  }

  @Test
  void numbersAsText() throws Exception {
    HttpResponse<byte[]> answer =
        client.post(
            "/v2/models/abdomen/infer",
            request(", \"data\": " + Arrays.toString(image.data()), ""));
    assertEquals(200, answer.statusCode(), () -> Client.error(answer));
    JsonObject json = Client.object(answer);
    assertEquals("7", json.getString("id"));
    JsonObject output = json.getJsonArray("outputs").getJsonObject(0);
    assertEquals("[9,10,11]", output.getJsonArray("shape").toString());
    JsonArray data = output.getJsonArray("data");
    short[] labels = new short[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) data.getInt(i);
    }
    assertArrayEquals(expected, labels);
  }

  @Test
  void numbersAsBytes() throws Exception {
    byte[] json =
        request(
                "",
                ", \"outputs\": [{\"name\": \"labels\", \"parameters\": {\"binary_data\": true}}]")
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer body =
        ByteBuffer.allocate(json.length + 4 * image.data().length).order(ByteOrder.LITTLE_ENDIAN);
    body.put(json);
    for (float value : image.data()) {
      body.putFloat(value);
    }
    HttpResponse<byte[]> answer =
        client.send(
            client
                .request("/v2/models/abdomen/infer")
                .header("Inference-Header-Content-Length", Integer.toString(json.length))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.array()))
                .build());
    assertEquals(200, answer.statusCode(), () -> Client.error(answer));
    int header =
        Integer.parseInt(
            answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    ByteBuffer data =
        ByteBuffer.wrap(answer.body(), header, answer.body().length - header)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    short[] labels = new short[expected.length];
    data.asShortBuffer().get(labels);
    assertArrayEquals(expected, labels);
  }

  @Test
  void classesOfAnImageAsAWhole() throws Exception {
    HttpResponse<byte[]> answer =
        client.post(
            "/v2/models/contrast/infer",
            request(", \"data\": " + Arrays.toString(image.data()), ""));
    JsonObject output = Client.object(answer).getJsonArray("outputs").getJsonObject(0);
    assertEquals("probabilities", output.getString("name"));
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += output.getJsonArray("data").getJsonNumber(i).doubleValue();
    }
    assertEquals(1, sum, 1e-6);
  }

  @Test
  void tensorsThatDoNotFitAreRefused() throws Exception {
    for (String wrong :
        List.of(
            request(", \"data\": [1, 2]", ""),
            request("", ""),
            request(", \"data\": [1]", "").replace("[1,9,10,11]", "[2,9,10,11]"),
            request(", \"data\": [1]", "").replace("FP32", "INT8"),
            request(", \"data\": [1]", "").replace("[3, 1.5, 1.5]", "[3, -1.5, 1.5]"),
            "{}")) {
      HttpResponse<byte[]> answer = client.post("/v2/models/abdomen/infer", wrong);
      assertEquals(400, answer.statusCode(), wrong);
    }
  }
}
