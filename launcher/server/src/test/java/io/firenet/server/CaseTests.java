package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFormats;
import io.firenet.runtime.Segmenter;
import io.firenet.volume.LabelMap;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image from its upload to its results. */
class CaseTests {

  @TempDir static Path folder;

  private static Path model;
  private static Path image;
  private static FirenetServer server;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    model = ServedModels.segmentation(folder.resolve("abdomen.onnx"));
    Path classes = ServedModels.classification(folder.resolve("contrast.onnx"));
    Path regions = ServedModels.regions(folder.resolve("regions.onnx"));
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
    image = folder.resolve("patient.nii.gz");
    ImageFormats.write(image, ServedModels.image(24));
    server =
        FirenetServer.start(
            ServerOptions.local(
                "FIRENet test",
                new ServerOptions.Content(
                    List.of(model, classes, regions, broken),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty())));
    client = new Client(server);
  }

  @AfterAll
  static void stop() throws IOException {
    Path temporary = server.temporaryFolder();
    server.close();
    assertFalse(Files.exists(temporary), "the temporary folder goes with the server");
  }

  @Test
  void labelsAreThoseOfTheRuntime() throws Exception {
    JsonObject opened = client.open(image);
    assertEquals(28, opened.getJsonArray("size").getInt(0));
    JsonObject done = client.run(opened.getString("id"), "abdomen");
    assertEquals("done", done.getString("state"), done::toString);
    JsonObject result = done.getJsonArray("results").getJsonObject(0);

    LabelMap expected;
    try (Segmenter segmenter = Segmenter.open(model)) {
      expected = segmenter.segment(ImageFormats.readVolume(image));
    }
    Path labels = folder.resolve("labels.nii.gz");
    Files.write(labels, client.get(result.getString("labelsUrl")).body());
    assertArrayEquals(expected.data(), ImageFormats.readLabels(labels).data());

    int livers = 0;
    for (short label : expected.data()) {
      livers += label == 1 ? 1 : 0;
    }
    JsonObject liver = result.getJsonArray("labels").getJsonObject(0);
    assertEquals("liver", liver.getString("name"));
    assertEquals(livers, liver.getInt("voxels"));
    assertEquals(livers * 1.5 * 1.5 * 1.5 / 1000, liver.getJsonNumber("ml").doubleValue(), 1e-6);
  }

  @Test
  void regionsAreCountedWhole() throws Exception {
    JsonObject done = client.run(client.open(image).getString("id"), "regions");
    JsonObject result = done.getJsonArray("results").getJsonObject(0);
    assertEquals("segmentation", result.getString("kind"));
    Path file = folder.resolve("regions.nii.gz");
    Files.write(file, client.get(result.getString("labelsUrl")).body());
    int[] voxels = new int[ServedModels.LABELS.size()];
    for (short label : ImageFormats.readLabels(file).data()) {
      voxels[label]++;
    }
    JsonObject organs = result.getJsonArray("labels").getJsonObject(0);
    JsonObject spleen = result.getJsonArray("labels").getJsonObject(1);
    assertEquals(2, result.getJsonArray("labels").size());
    assertEquals(
        List.of("organs", "spleen"), List.of(organs.getString("name"), spleen.getString("name")));
    assertEquals(
        List.of(voxels[1] + voxels[2], voxels[2]),
        List.of(organs.getInt("voxels"), spleen.getInt("voxels")));
    assertTrue(voxels[2] > 0, "the test needs a region within another");
    JsonObject probabilities = result.getJsonArray("probabilities").getJsonObject(0);
    assertEquals("organs", probabilities.getString("label"));
    assertEquals(200, client.get(probabilities.getString("url")).statusCode());
    String address = result.getString("labelsUrl").replace("/labels", "");
    JsonObject compared =
        Client.object(client.upload("POST", address + "/reference", "file", file));
    assertEquals("organs", compared.getJsonArray("labels").getJsonObject(0).getString("name"));
    assertEquals(
        1, compared.getJsonArray("labels").getJsonObject(0).getJsonNumber("dice").doubleValue());
  }

  @Test
  void labelsGoOutInEveryFormatThatIsWritten() throws Exception {
    JsonObject done = client.run(client.open(image).getString("id"), "abdomen");
    String url = done.getJsonArray("results").getJsonObject(0).getString("labelsUrl");
    LabelMap first = null;
    for (String format : List.of("nii.gz", "nii", "mha", "nrrd", "seg.nrrd")) {
      HttpResponse<byte[]> answer = client.get(url + "?format=" + format);
      assertEquals(200, answer.statusCode(), format);
      Path file = Files.write(folder.resolve("out." + format), answer.body());
      LabelMap labels = ImageFormats.readLabels(file);
      first = first == null ? labels : first;
      assertArrayEquals(first.data(), labels.data(), format);
    }
    assertEquals(422, client.get(url + "?format=dcm").statusCode());
    assertEquals(400, client.get(url + "?format=../x").statusCode());
  }

  @Test
  void aReferenceIsComparedLabelByLabel() throws Exception {
    JsonObject done = client.run(client.open(image).getString("id"), "abdomen");
    String url = done.getJsonArray("results").getJsonObject(0).getString("labelsUrl");
    Path same = Files.write(folder.resolve("same.nii.gz"), client.get(url).body());
    String result = url.replace("/labels", "");
    JsonObject compared = Client.object(client.upload("POST", result + "/reference", "file", same));
    for (JsonObject label : compared.getJsonArray("labels").getValuesAs(JsonObject.class)) {
      assertEquals(1, label.getJsonNumber("dice").doubleValue());
      assertEquals(0, label.getJsonNumber("hd95").doubleValue());
    }
    Path difference =
        Files.write(
            folder.resolve("difference.nii.gz"),
            client.get(compared.getString("differenceUrl")).body());
    for (short value : ImageFormats.readLabels(difference).data()) {
      assertEquals(0, value);
    }
    HttpResponse<byte[]> other = client.upload("POST", result + "/reference", "file", model);
    assertEquals(422, other.statusCode());
  }

  @Test
  void probabilitiesSumToOne() throws Exception {
    JsonObject done = client.run(client.open(image).getString("id"), "abdomen");
    String url = done.getJsonArray("results").getJsonObject(0).getString("labelsUrl");
    float[] sum = null;
    for (int label = 0; label < 3; label++) {
      HttpResponse<byte[]> answer =
          client.get(url.replace("/labels", "/probabilities/%s.nii.gz".formatted(label)));
      assertEquals(200, answer.statusCode());
      Path file = Files.write(folder.resolve("p.nii.gz"), answer.body());
      float[] values = ImageFormats.readVolume(file).data();
      sum = sum == null ? new float[values.length] : sum;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
    }
    for (float each : sum) {
      assertEquals(1, each, 1e-5);
    }
  }

  @Test
  void anImageAsAWholeIsClassified() throws Exception {
    JsonObject done = client.run(client.open(image).getString("id"), "contrast");
    JsonObject result = done.getJsonArray("results").getJsonObject(0);
    double sum = 0;
    for (JsonObject one : result.getJsonArray("classes").getValuesAs(JsonObject.class)) {
      sum += one.getJsonNumber("probability").doubleValue();
    }
    assertEquals(1, sum, 1e-6);
  }

  @Test
  void aDamagedModelIsListedAndRefused() throws Exception {
    String listed = Client.array(client.get("/api/models")).toString();
    assertTrue(listed.contains("\"name\":\"broken\",\"state\":\"damaged\""), listed);
    assertFalse(listed.contains(folder.toString()), "callers see no paths");
    String id = client.open(image).getString("id");
    HttpResponse<byte[]> refused =
        client.post("/api/jobs", "{\"image\": \"%s\", \"models\": [\"broken\"]}".formatted(id));
    assertEquals(409, refused.statusCode());
  }

  @Test
  void whatIsNoImageIsRefusedInOneSentence() throws Exception {
    HttpResponse<byte[]> garbage = client.upload("POST", "/api/images", "file", model);
    assertEquals(422, garbage.statusCode());
    assertTrue(Client.error(garbage).startsWith("expected an image"), Client.error(garbage));
    Path cut = folder.resolve("cut.nii.gz");
    byte[] whole = Files.readAllBytes(image);
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
    HttpResponse<byte[]> damaged = client.upload("POST", "/api/images", "file", cut);
    assertEquals(422, damaged.statusCode());
    assertFalse(Client.error(damaged).contains("/"), Client.error(damaged));
  }

  /** What the demo ends with. */
  @Test
  void anImageIsShownWithItsLabels() throws Exception {
    String address = server.show(image, "abdomen");
    Matcher parts = Pattern.compile("#images\\?image=(.*)&job=(.*)&model=abdomen").matcher(address);
    assertTrue(parts.find(), address);
    assertEquals(200, client.get("/api/images/" + parts.group(1)).statusCode());
    assertEquals("done", client.follow(parts.group(2)).getString("state"));
  }

  @Test
  void whatIsNotThereIsSaidSo() throws Exception {
    assertEquals(404, client.get("/api/images/nothing").statusCode());
    assertEquals(404, client.get("/api/jobs/nothing").statusCode());
    assertEquals(404, client.get("/nothing").statusCode());
    String id = client.open(image).getString("id");
    assertEquals(204, client.delete("/api/images/" + id).statusCode());
    assertEquals(404, client.get("/api/images/" + id).statusCode());
  }
}
