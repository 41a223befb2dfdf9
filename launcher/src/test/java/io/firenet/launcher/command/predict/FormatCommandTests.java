package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.format.ImageFormats;
import io.firenet.format.Segment;
import io.firenet.format.StoredImage;
import io.firenet.format.dicom.DicomBytes;
import io.firenet.format.dicom.TestSeries;
import io.firenet.format.nifti.Nifti;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.PhantomModel;
import io.firenet.launcher.process.ExitCode;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One image in every format gives one result, in every format. */
class FormatCommandTests {

  private static final Path REGRESSIONS =
      Path.of(System.getProperty("firenet.data", "../../shared/data"))
          .resolveSibling("regressions");
  private static final ImageGeometry GEOMETRY =
      new ImageGeometry(
          new GridSize(12, 20, 16), Affine.of(-2, 0, 0, 15, 0, -2, 0, 30, 0, 0, 2.5, -40));

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path model;
  private static Path nifti;
  private static Path dicom;
  private static LabelMap expected;

  @BeforeAll
  static void predictNifti() throws IOException {
    model = shared.resolve("model.onnx");
    PhantomModel.export(new PreprocessingPlan(2, 24), List.of("CT"), model);
    short[] values = new short[(int) GEOMETRY.size().voxels()];
    float[] floats = new float[values.length];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) (random.nextInt(2000) - 1000);
      floats[i] = values[i];
    }
    nifti = shared.resolve("image.nii");
    Nifti.write(nifti, new Volume(GEOMETRY, 1, floats));
    dicom = Files.createDirectory(shared.resolve("dicom"));
    new TestSeries(GEOMETRY, values, ByteOrder.LITTLE_ENDIAN).write(dicom);
    Path labels = shared.resolve("labels.nii.gz");
    predict(nifti, labels);
    expected = ImageFormats.readLabels(labels);
    IntStream found = IntStream.range(0, expected.data().length).map(i -> expected.data()[i]);
    assertTrue(found.distinct().count() > 1, "the model should tell labels apart");
  }

  private static CommandRun predict(Path in, Path out, String... more) {
    Object[] args = new Object[7 + more.length];
    System.arraycopy(
        new Object[] {"predict", "--model", model, "--in", in, "--out", out}, 0, args, 0, 7);
    System.arraycopy(more, 0, args, 7, more.length);
    CommandRun run = CommandRun.of(args);
    assertEquals(0, run.code(), run::toString);
    assertFalse((run.out() + run.err()).contains("Müller"), run::toString);
    return run;
  }

  private void assertExpected(Path labels) throws IOException {
    StoredImage image = ImageFormats.open(labels);
    assertTrue(GEOMETRY.matches(image.geometry(), 1e-4), image.geometry()::toString);
    assertArrayEquals(expected.data(), image.readLabels().data(), labels.toString());
  }

  @Test
  void theEndingSaysInWhichFormatLabelsAreWritten() throws IOException {
    for (String ending : List.of(".nii", ".mha", ".nrrd", ".seg.nrrd")) {
      Path labels = folder.resolve("labels" + ending);
      predict(dicom, labels);
      assertExpected(labels);
    }
    List<Segment> segments = ImageFormats.open(folder.resolve("labels.seg.nrrd")).segments();
    assertFalse(segments.get(0).name().startsWith("label"), segments::toString);
  }

  @Test
  void aSeriesGetsASegmentationOrAStructureSet() throws IOException {
    Path seg = folder.resolve("seg.dcm");
    predict(dicom, seg, "--as", "seg");
    assertExpected(seg);
    Segment liver = ImageFormats.open(seg).segments().get(0);
    assertEquals("liver", liver.name());
    assertEquals("10200004", liver.type().orElseThrow().value(), "the card carries SNOMED codes");
    predict(dicom, folder.resolve("objects"), "--as", "labelmap");
    assertExpected(folder.resolve("objects/dicom.dcm"));
    Path structures = folder.resolve("structures.dcm");
    predict(dicom, structures, "--as", "rtstruct");
    CommandRun.of("predict", "--model", model, "--in", structures, "--out", folder.resolve("x.nii"))
        .assertError(ExitCode.DATA, "structures.dcm", "without pixels");
    CommandRun.of("predict", "--model", model, "--in", nifti, "--out", folder.resolve("y.dcm"))
        .assertError(ExitCode.DATA, "y.dcm", "DICOM series", "image.nii");
    CommandRun.of("predict", "--model", model, "--in", dicom, "--out", seg, "--as", "stl")
        .assertError(ExitCode.USAGE, "--as", "seg, labelmap, rtstruct");
    CommandRun.of(
            "predict",
            "--model",
            model,
            "--in",
            dicom,
            "--out",
            folder.resolve("a.nii"),
            "--as",
            "seg")
        .assertError(ExitCode.USAGE, ".dcm");
  }

  @Test
  void oneOfSeveralSeriesIsChosen() throws IOException {
    TestSeries other =
        new TestSeries(
            ImageGeometry.axisAligned(new GridSize(3, 8, 8), 3),
            new short[192],
            ByteOrder.LITTLE_ENDIAN);
    Path both = Files.createDirectory(folder.resolve("both"));
    try (var files = Files.list(dicom)) {
      for (Path file : files.toList()) {
        Files.copy(file, both.resolve(file.getFileName()));
      }
    }
    int number = 0;
    for (DicomBytes slice : other.slices()) {
      slice
          .text(0x0020000e, "UI", "1.2.9")
          .text(0x00200011, "IS", 8)
          .text(0x0008103e, "LO", "Kopf");
      slice.write(both.resolve("other" + number++));
    }
    Path labels = folder.resolve("labels.nii.gz");
    CommandRun.of("predict", "--model", model, "--in", both, "--out", labels)
        .assertError(
            ExitCode.DATA, "--series", "'Thorax 2.5 mm' CT 20×16, 12 slices", "8 'Kopf' CT");
    predict(both, labels, "--series", "thorax");
    assertExpected(labels);
    CommandRun listed = CommandRun.of("info", both);
    assertEquals(ExitCode.OK, listed.code(), listed::toString);
    assertTrue(listed.out().contains("'Thorax 2.5 mm' CT 20×16, 12 slices"), listed::toString);
    assertTrue(listed.out().contains("8 'Kopf' CT 8×8, 3 slices, 1.2.9"), listed::toString);
    assertFalse(listed.out().contains("Müller"), listed::toString);
    JsonObject json = json(CommandRun.of("info", both, "--json"));
    assertEquals(2, json.getJsonArray("series").size());
    assertFalse(json.containsKey("size"), "which of the two is not said");
    JsonObject chosen = json(CommandRun.of("info", both, "--json", "--series", "8"));
    assertEquals("[8,8,3]", chosen.getJsonArray("size").toString());
    CommandRun.of("info", both, "--series", "9").assertError(ExitCode.DATA, "no series is '9'");
    CommandRun.of("predict", "--model", model, "--in", nifti, "--out", labels, "--series", "1")
        .assertError(ExitCode.DATA, "NIfTI", "leave out");
  }

  private static JsonObject json(CommandRun run) {
    assertEquals(ExitCode.OK, run.code(), run::toString);
    return Json.createReader(new StringReader(run.out())).readObject();
  }

  @Test
  void infoTellsTheGridOfAnImageAndOfThoseOfAFolder() throws IOException {
    CommandRun text = CommandRun.of("info", nifti);
    assertEquals(ExitCode.OK, text.code(), text::toString);
    for (String part :
        List.of("NIfTI", "16×20×12 voxels", "2.0×2.0×2.5 mm", "to LPS", "channels    1")) {
      assertTrue(text.out().contains(part), () -> text + " lacks " + part);
    }
    JsonObject json = json(CommandRun.of("info", nifti, "--json"));
    assertEquals("[16,20,12]", json.getJsonArray("size").toString());
    assertEquals("[2.0,2.0,2.5]", json.getJsonArray("spacing_mm").toString());
    assertEquals("[-2.0,0.0,0.0,15.0]", json.getJsonArray("affine").get(0).toString());
    JsonObject slices = json(CommandRun.of("info", dicom, "--json"));
    assertEquals("DICOM", slices.getString("format"));
    assertEquals(json.getJsonArray("size"), slices.getJsonArray("size"));
    assertEquals(1, slices.getJsonArray("series").size());
    Path all = Files.createDirectory(folder.resolve("all"));
    Files.copy(nifti, all.resolve("a.nii"));
    Files.writeString(all.resolve("b.nii"), "no image");
    Files.createSymbolicLink(all.resolve("c"), dicom.toAbsolutePath());
    CommandRun listed = CommandRun.of("info", all);
    listed.assertError(ExitCode.DATA, "b.nii");
    assertEquals(2, listed.out().lines().count(), listed::toString);
    CommandRun.of("info", Files.createDirectory(folder.resolve("none")))
        .assertError(ExitCode.MODEL, "neither a run");
    CommandRun.of("info", folder.resolve("absent.nii")).assertError(ExitCode.DATA, "no such file");
  }

  @Test
  void foldersOfSeriesAreSegmentedEach() throws IOException {
    Path cases = Files.createDirectory(folder.resolve("cases"));
    Files.createSymbolicLink(cases.resolve("a"), dicom.toAbsolutePath());
    Files.createSymbolicLink(cases.resolve("b"), dicom.toAbsolutePath());
    CommandRun run = predict(cases, folder.resolve("out"), "--as", "seg");
    assertTrue(run.out().contains("2 images segmented, 0 failed"), run::toString);
    assertExpected(folder.resolve("out/a.dcm"));
    predict(cases, folder.resolve("plain"));
    assertExpected(folder.resolve("plain/b.nii.gz"));
  }

  @Test
  void imagesOfVectorsHaveTheLabelsOfFourAxes() throws IOException {
    Path images = REGRESSIONS.resolve("vector_5d");
    assumeTrue(Files.isDirectory(images), () -> "skipped: there is no " + images.toAbsolutePath());
    Path two = folder.resolve("two.onnx");
    PhantomModel.export(new PreprocessingPlan(2, 24), List.of("T2", "ADC"), two);
    CommandRun run =
        CommandRun.of("predict", "--model", two, "--in", images, "--out", folder.resolve("out"));
    assertEquals(0, run.code(), run::toString);
    assertArrayEquals(
        ImageFormats.readLabels(folder.resolve("out/same_4d.nii.gz")).data(),
        ImageFormats.readLabels(folder.resolve("out/itk_vector.nii.gz")).data());
  }
}
