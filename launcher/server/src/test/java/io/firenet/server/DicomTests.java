package io.firenet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.firenet.format.dicom.TestSeries;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The slices of a DICOM series as an upload. */
class DicomTests {

  @TempDir Path folder;

  private Path series(String name) throws Exception {
    short[] values = new short[4 * 6 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) (i % 90);
    }
    ImageGeometry grid = new ImageGeometry(new GridSize(4, 6, 5), Affine.scaling(-1, -1, 2));
    return new TestSeries(grid, values, ByteOrder.LITTLE_ENDIAN)
        .write(Files.createDirectory(folder.resolve(name)));
  }

  static Path zip(Path folder, Path archive) throws Exception {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive));
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
    return archive;
  }

  @Test
  void aZipOfSlicesIsOneImageWithItsModality() throws Exception {
    Path archive = zip(series("one"), folder.resolve("patient.zip"));
    try (FirenetServer server = start()) {
      HttpResponse<byte[]> answer =
          new Client(server).upload("POST", "/api/images", "file", archive);
      assertEquals(201, answer.statusCode(), () -> Client.error(answer));
      JsonObject image = Client.object(answer);
      assertEquals("[5,6,4]", image.getJsonArray("size").toString());
      assertFalse(image.getString("modality", "").isEmpty(), image::toString);
    }
  }

  @Test
  void ofSeveralSeriesOneIsChosen() throws Exception {
    Path both = folder.resolve("both");
    Files.createDirectory(both);
    Files.move(series("a"), both.resolve("a"));
    Files.move(series("b"), both.resolve("b"));
    try (Stream<Path> slices = Files.list(both.resolve("b"))) {
      for (Path slice : slices.toList()) {
        String bytes = Files.readString(slice, StandardCharsets.ISO_8859_1);
        Files.writeString(
            slice,
            bytes.replace(TestSeries.SERIES, TestSeries.SERIES.replaceAll(".$", "8")),
            StandardCharsets.ISO_8859_1);
      }
    }
    Path archive = zip(both, folder.resolve("both.zip"));
    try (FirenetServer server = start()) {
      Client client = new Client(server);
      HttpResponse<byte[]> several = client.upload("POST", "/api/images", "file", archive);
      assertEquals(422, several.statusCode());
      List<JsonObject> series =
          Client.object(several).getJsonArray("series").getValuesAs(JsonObject.class);
      assertEquals(2, series.size());
      assertEquals(4, series.get(0).getInt("slices"));
      HttpResponse<byte[]> chosen =
          client.upload(
              "POST", "/api/images?series=" + series.get(1).getString("uid"), "file", archive);
      assertEquals(201, chosen.statusCode(), () -> Client.error(chosen));
    }
  }

  private static FirenetServer start() throws Exception {
    return FirenetServer.start(
        ServerOptions.local(
            "test",
            new ServerOptions.Content(
                List.of(), List.of(), List.of(), List.of(), Optional.empty())));
  }
}
