package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.format.ImageFormats;
import io.firenet.format.metaimage.MetaImage;
import io.firenet.format.nifti.Nifti;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.PhantomModel;
import io.firenet.launcher.process.ExitCode;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of what goes into {@code predict} is lost, and nothing is left out without a word. */
class PredictFolderTests {

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model;
  private static Path twoChannels;
  private Path in;
  private Path out;

  @BeforeAll
  static void export() throws IOException {
    model = shared.resolve("one.onnx");
    twoChannels = shared.resolve("two.onnx");
    PreprocessingPlan plan = new PreprocessingPlan(2, 20);
    PhantomModel.export(plan, List.of("CT"), model);
    PhantomModel.export(plan, List.of("T2", "ADC"), twoChannels);
  }

  @BeforeEach
  void createFolders() throws IOException {
    in = Files.createDirectory(folder.resolve("in"));
    out = folder.resolve("out");
  }

  /** Noise on a cube. */
  private static Volume cube(int side, int channels, double spacingMm) {
    GridSize size = new GridSize(side, side, side);
    float[] values = new float[channels * side * side * side];
    Random random = new Random(side);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new Volume(ImageGeometry.axisAligned(size, spacingMm), channels, values);
  }

  private CommandRun predict(Path with, Object... more) {
    Object[] all = {"predict", "--model", with, "--in", in, "--out", out};
    return CommandRun.of(Stream.concat(Stream.of(all), Stream.of(more)).toArray());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void imagesThatWouldShareANameAreToldApart() throws IOException {
    MetaImage.write(in.resolve("case.mha"), cube(10, 1, 2));
    Nifti.write(in.resolve("case.nii.gz"), cube(11, 1, 2));
    Nifti.write(in.resolve("scan.nii"), cube(12, 1, 2));
    Nifti.write(in.resolve("scan.nii.gz"), cube(13, 1, 2));
    Nifti.write(in.resolve("UP.nii.gz"), cube(14, 1, 2));
    Nifti.write(in.resolve("UP.NII.GZ"), cube(15, 1, 2));
    Nifti.write(in.resolve("alone.NII"), cube(16, 1, 2));
    Path pictures = folder.resolve("pictures");
    CommandRun run = predict(model, "--overlay", pictures);
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertEquals("7 images segmented, 0 failed", run.lastLine());
    assertEquals(
        List.of(
            "UP.NII.GZ.nii.gz",
            "UP.nii.gz",
            "alone.nii.gz",
            "case.mha.nii.gz",
            "case.nii.gz",
            "scan.nii",
            "scan.nii.gz"),
        names(out));
    assertEquals(
        List.of(
            "UP.NII.GZ.png",
            "UP.nii.gz.png",
            "alone.png",
            "case.mha.png",
            "case.nii.gz.png",
            "scan.nii.gz.png",
            "scan.nii.png"),
        names(pictures));
    assertEquals(10, side("case.mha.nii.gz"));
    assertEquals(11, side("case.nii.gz"));
    assertEquals(15, side("UP.NII.GZ.nii.gz"));
  }

  private int side(String name) throws IOException {
    return ImageFormats.readGeometry(out.resolve(name)).size().depth();
  }

  @Test
  void imagesThatShareANameAllTheSameAreRefusedBeforeAnythingRuns() throws IOException {
    for (String name : List.of("a.mha", "a.mhd", "a.mha.nii.gz")) {
      Files.writeString(in.resolve(name), "never read");
    }
    predict(model).assertError(ExitCode.DATA, "a.mha", "a.mha.nii.gz", "rename");
    assertEquals(List.of(), names(out));
  }

  @Test
  void filesThatAreNoImagesAreNamed() throws IOException {
    Nifti.write(in.resolve("a.nii.gz"), cube(10, 1, 2));
    writePair(in.resolve("pair.hdr"), in.resolve("pair.img"));
    Files.writeString(in.resolve("notes.txt"), "nothing");
    Files.writeString(in.resolve("._a.nii.gz"), "a twin of macOS");
    CommandRun run = predict(model);
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertEquals("2 images segmented, 0 failed", run.lastLine());
    assertEquals(List.of("a.nii.gz", "pair.nii.gz"), names(out));
    assertEquals(
        "firenet: 1 file of %s left out, no image that can be read: notes.txt\n".formatted(in),
        run.err());
    for (int i = 0; i < 30; i++) {
      Files.writeString(in.resolve("note" + i), "nothing");
    }
    CommandRun many = predict(model);
    assertTrue(many.err().contains("31 files of"), many.err());
    assertTrue(many.err().contains(" and 21 more"), many.err());
  }

  private static void writePair(Path header, Path voxels) throws IOException {
    byte[] single = Files.readAllBytes(write("single.nii", cube(10, 1, 2)));
    ByteBuffer block = ByteBuffer.wrap(single, 0, 348).order(ByteOrder.LITTLE_ENDIAN);
    block.put(345, (byte) 'i').putFloat(108, 0);
    Files.write(header, Arrays.copyOf(single, 348));
    Files.write(voxels, Arrays.copyOfRange(single, 352, single.length));
  }

  private static Path write(String name, Volume volume) throws IOException {
    Path file = shared.resolve(name);
    Nifti.write(file, volume);
    return file;
  }

  @Test
  void anOrphanOfAPairIsAnError() throws IOException {
    Nifti.write(in.resolve("a.nii.gz"), cube(10, 1, 2));
    Files.write(in.resolve("lost.img"), new byte[100]);
    CommandRun run = predict(model);
    assertEquals(ExitCode.DATA, run.code(), run::toString);
    assertEquals("1 image segmented, 1 failed", run.lastLine());
    assertTrue(run.err().contains("lost.hdr"), run.err());
  }

  @Test
  void longNamesAreWrittenOrRefusedAtOnce() throws IOException {
    String longest = "x".repeat(248) + ".nii.gz"; // 255 bytes
    Nifti.write(in.resolve(longest), cube(10, 1, 2));
    MetaImage.write(in.resolve("y".repeat(251) + ".mha"), cube(10, 1, 2));
    CommandRun run = predict(model);
    assertEquals(ExitCode.DATA, run.code(), run::toString);
    assertEquals(List.of(longest), names(out));
    assertTrue(run.err().contains("258 bytes"), run.err());
  }

  @Test
  void noResultReplacesWhatIsRead() throws IOException {
    Path image = in.resolve("a.nii.gz");
    Nifti.write(image, cube(10, 1, 2));
    byte[] before = Files.readAllBytes(image);
    Path link = Files.createSymbolicLink(folder.resolve("link.nii.gz"), image);
    for (Path labels : List.of(image, link, in.resolve("../in/a.nii.gz"))) {
      CommandRun.of("predict", "--model", model, "--in", image, "--out", labels)
          .assertError(ExitCode.USAGE, "--out", "replaces it");
    }
    Path labels = folder.resolve("l.nii");
    CommandRun.of("predict", "--model", model, "--in", image, "--out", labels, "--overlay", image)
        .assertError(ExitCode.USAGE, "--overlay", "replaces it");
    CommandRun.of("predict", "--model", model, "--in", image, "--out", labels, "--overlay", model)
        .assertError(ExitCode.USAGE, "--overlay", "one.onnx");
    assertFalse(Files.exists(labels));
    assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(Files.readAllBytes(image)));
  }

  @Test
  void aBlankChannelIsAWarning() throws IOException {
    Volume image = cube(10, 2, 2);
    Arrays.fill(image.data(), 1000, 2000, 3.5f);
    Nifti.write(in.resolve("half.nii.gz"), image);
    image.data()[1100] = Float.NaN;
    image.data()[3] = Float.POSITIVE_INFINITY;
    image.data()[1000] = 4;
    Nifti.write(in.resolve("holes.nii.gz"), image);
    CommandRun run = predict(twoChannels, "--json");
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertTrue(
        run.err().contains("half.nii.gz: channel 1 is 3.5 everywhere, it has no information"),
        run.err());
    assertTrue(
        run.err().contains("1 of 1000 voxels of channel 1 are not finite, the first is NaN"),
        run.err());
    assertEquals(3, run.err().lines().filter(line -> line.startsWith("firenet: warning")).count());
    JsonArray json = Json.createReader(new StringReader(run.out())).readArray();
    assertEquals(1, json.getJsonObject(0).getJsonArray("warnings").size());
    assertEquals(2, json.getJsonObject(1).getJsonArray("warnings").size());
    assertTrue(Files.exists(Path.of(json.getJsonObject(1).getString("labels"))));
  }

  @Test
  void imagesWithoutInformationAreRefused() throws IOException {
    for (float value : new float[] {0, 7.5f, Float.NaN, Float.NEGATIVE_INFINITY, 3.4e38f}) {
      Volume image = cube(10, 2, 2);
      Arrays.fill(image.data(), value);
      Nifti.write(in.resolve(value + ".nii.gz"), image);
    }
    Nifti.write(in.resolve("tiny.nii.gz"), cube(10, 2, 0.02));
    CommandRun run = predict(twoChannels);
    assertEquals(ExitCode.DATA, run.code(), run::toString);
    assertEquals(List.of(), names(out));
    assertEquals(5, run.err().lines().filter(line -> line.contains("has no information")).count());
    assertTrue(run.err().contains("tiny.nii.gz: at the model's 2.0 mm nothing is left"), run.err());
  }

  @Test
  void whatCannotBeASpacingIsRefused() throws IOException {
    for (double mm : new double[] {1e-30, 1e-3, 1e3, 1e6}) {
      Nifti.write(in.resolve(mm + ".nii.gz"), cube(10, 1, mm));
    }
    CommandRun run = predict(model);
    assertEquals(ExitCode.DATA, run.code(), run::toString);
    assertEquals(List.of(), names(out));
    assertEquals(4, run.err().lines().count(), run.err());
  }

  @Test
  void resultsThatCannotBeWrittenAreToldBeforeAnythingRuns() throws IOException {
    Path image = in.resolve("a.nii.gz");
    Files.writeString(image, "never read");
    Path file = Files.writeString(folder.resolve("file"), "");
    CommandRun.of("predict", "--model", model, "--in", image, "--out", file.resolve("a.nii"))
        .assertError(ExitCode.OUTPUT, file.toString());
    Path taken = Files.createDirectory(folder.resolve("taken.nii"));
    CommandRun.of("predict", "--model", model, "--in", image, "--out", taken)
        .assertError(ExitCode.OUTPUT, "taken.nii", "is a folder");
  }

  /** Writes each channel of an image as nnU-Net does. */
  private void writeChannels(String id, Volume image) throws IOException {
    int voxels = (int) image.size().voxels();
    for (int channel = 0; channel < image.channels(); channel++) {
      float[] one = Arrays.copyOfRange(image.data(), channel * voxels, (channel + 1) * voxels);
      ImageFormats.write(
          in.resolve("%s_%04d.nii.gz".formatted(id, channel)),
          new Volume(image.geometry(), 1, one));
    }
  }

  @Test
  void channelsInAFileEachAreOneImage() throws IOException {
    Volume image = cube(11, 2, 2);
    writeChannels("case.1", image);
    writeChannels("case.2", cube(12, 2, 2));
    writeChannels("case.3", cube(13, 2, 2));
    Files.delete(in.resolve("case.3_0001.nii.gz"));
    Path whole = folder.resolve("whole.nii.gz");
    ImageFormats.write(whole, image);
    CommandRun run = predict(twoChannels);
    assertEquals(ExitCode.DATA, run.code(), run::toString);
    assertTrue(run.err().contains("case.3_0001.nii.gz"), run::toString);
    assertEquals("2 images segmented, 1 failed", run.lastLine());
    assertEquals(List.of("case.1.nii.gz", "case.2.nii.gz"), names(out));
    Path expected = folder.resolve("expected.nii.gz");
    CommandRun.of("predict", "--model", twoChannels, "--in", whole, "--out", expected);
    Path first = in.resolve("case.1_0000.nii.gz");
    Path alone = folder.resolve("alone.nii.gz");
    CommandRun single =
        CommandRun.of("predict", "--model", twoChannels, "--in", first, "--out", alone, "--json");
    assertEquals(ExitCode.OK, single.code(), single::toString);
    assertTrue(single.out().contains("case.1_0001.nii.gz"), single::toString);
    for (Path labels : List.of(out.resolve("case.1.nii.gz"), alone)) {
      assertTrue(
          Arrays.equals(
              ImageFormats.readLabels(expected).data(), ImageFormats.readLabels(labels).data()),
          labels::toString);
    }
    Path other = in.resolve("case.1_0001.nii.gz");
    CommandRun.of("predict", "--model", twoChannels, "--in", first, "--out", other)
        .assertError(ExitCode.USAGE, "another file than");
  }

  @Test
  void oneChannelLosesItsNumberButASeriesOfImagesDoesNot() throws IOException {
    writeChannels("a", cube(11, 1, 2));
    writeChannels("b", cube(12, 1, 2));
    assertEquals("2 images segmented, 0 failed", predict(model).lastLine());
    assertEquals(List.of("a.nii.gz", "b.nii.gz"), names(out));
    Files.move(in.resolve("b_0000.nii.gz"), in.resolve("a_0001.nii.gz"));
    assertEquals("2 images segmented, 0 failed", predict(model).lastLine());
    assertTrue(names(out).containsAll(List.of("a_0000.nii.gz", "a_0001.nii.gz")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void theFolderThatOnceFailedIsSegmented(String version) throws IOException {
    Path data = Path.of(System.getProperty("firenet.data"));
    Path raw = data.resolveSibling("regressions").resolve("nnunet_raw").resolve(version);
    assumeTrue(Files.isDirectory(raw), "no regression files at " + raw);
    in = raw.resolve("imagesTr");
    CommandRun run = predict(twoChannels);
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertEquals(List.of("p0.nii.gz", "p1.nii.gz"), names(out));
  }
}
