package io.firenet.format.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.CodedConcept;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.format.Segment;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.StoredImage;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEG and RTSTRUCT of a label map with holes, islands and corners that touch. */
class OutputTests {

  private static final ImageGeometry GEOMETRY =
      new ImageGeometry(
          new GridSize(6, 40, 33), Affine.of(-0.7, 0.1, 0, 50, -0.1, -0.7, 0, 60, 0, 0, 2.5, -300));

  @TempDir private Path folder;

  private static LabelMap labels() {
    GridSize size = GEOMETRY.size();
    short[] data = new short[(int) size.voxels()];
    Random random = new Random(5);
    for (int z = 1; z < size.depth(); z++) { // nothing in the first slice
      for (int y = 0; y < size.height(); y++) {
        for (int x = 0; x < size.width(); x++) {
          double r = Math.hypot(x - 14, y - 18);
          int label = r < 4 ? 2 : r < 7 ? 0 : r < 13 ? 1 : 0;
          boolean speckled = z == 3 && random.nextInt(3) == 0;
          data[(z * size.height() + y) * size.width() + x] = (short) (speckled ? 4 - label : label);
        }
      }
    }
    return new LabelMap(GEOMETRY, data);
  }

  private Path series(boolean enhanced) throws IOException {
    Path source = Files.createDirectories(folder.resolve("source"));
    short[] values = new short[(int) GEOMETRY.size().voxels()];
    TestSeries series = new TestSeries(GEOMETRY, values, ByteOrder.LITTLE_ENDIAN);
    if (enhanced) {
      series.enhanced().write(source.resolve("all.dcm"));
    } else {
      series.write(source);
    }
    return source;
  }

  private Path write(String kind, boolean enhanced) throws IOException {
    Segment liver =
        new Segment(
            1,
            "liver",
            0xdd8265,
            Optional.of(CodedConcept.snomed("123037004", "Anatomical Structure")),
            Optional.of(CodedConcept.snomed("10200004", "Liver")));
    SegmentationDetails details =
        new SegmentationDetails(
                List.of(liver, Segment.of(2, "a name that is longer than DICOM allows ".repeat(3))),
                Optional.of(kind),
                "msd-liver by firenet",
                "FIRENet 0.1.0",
                Optional.empty())
            .of(ImageSource.of(series(enhanced)));
    Path file = folder.resolve(kind + ".dcm");
    ImageFormats.write(file, labels(), details);
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"seg", "labelmap"})
  void ourOwnReaderGivesTheLabelsBack(String kind) throws IOException {
    for (boolean enhanced : new boolean[] {false, true}) {
      StoredImage image = ImageFormats.open(write(kind, enhanced));
      assertTrue(GEOMETRY.matches(image.geometry(), 1e-4), image.geometry()::toString);
      assertArrayEquals(labels().data(), image.readLabels().data());
      Segment liver = image.segments().get(0);
      assertEquals("liver", liver.name());
      assertEquals(0xdd8265, liver.rgb());
      assertEquals("10200004", liver.type().orElseThrow().value());
      assertEquals(4, image.segments().size(), "labels 3 and 4 have no name, and are there");
      Files.walk(folder.resolve("source"))
          .filter(Files::isRegularFile)
          .forEach(f -> f.toFile().delete());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"seg", "labelmap", "rtstruct"})
  void pydicomGivesTheLabelsBack(String kind) throws IOException {
    Path file = write(kind, false);
    Path drawn = folder.resolve("drawn");
    Tools.python(
        folder,
        "overlay.py",
        folder.resolve("source").toString(),
        file.toString(),
        drawn.toString());
    short[] found = new short[labels().data().length];
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(drawn)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().get(found);
    assertArrayEquals(labels().data(), found);
  }

  /** dciodvfy is of 2022 and does not know label maps. */
  @ParameterizedTest
  @ValueSource(strings = {"seg", "rtstruct"})
  void dciodvfyFindsNoErrors(String kind) throws IOException {
    for (boolean enhanced : new boolean[] {false, true}) {
      String report = Tools.run(false, "dciodvfy", write(kind, enhanced).toString());
      List<String> errors = report.lines().filter(line -> line.startsWith("Error")).toList();
      assertEquals(List.of(), errors);
      Files.walk(folder.resolve("source"))
          .filter(Files::isRegularFile)
          .forEach(f -> f.toFile().delete());
    }
  }

  @Test
  void whatCannotBeWrittenIsRefusedInOneLine() throws IOException {
    Path file = folder.resolve("out.dcm");
    SegmentationDetails plain = SegmentationDetails.ofNames(List.of("background", "liver"));
    assertRefused(file, plain, "found no image");
    Path nifti = folder.resolve("image.nii");
    ImageFormats.write(nifti, labels());
    assertRefused(file, plain.of(ImageSource.of(nifti)), "image.nii");
    ImageSource source = ImageSource.of(series(false));
    assertRefused(file, plain.of(source).as("fractional"), "[seg, labelmap, rtstruct]");
    ImageGeometry other = ImageGeometry.axisAligned(GEOMETRY.size(), 1);
    LabelMap elsewhere = new LabelMap(other, labels().data());
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> ImageFormats.write(file, elsewhere, plain.of(source)))
            .getMessage();
    assertTrue(message.contains("another grid"), message);
    assertTrue(Files.notExists(file));
  }

  private static void assertRefused(Path file, SegmentationDetails details, String words) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> ImageFormats.write(file, labels(), details))
            .getMessage();
    assertTrue(message.contains(words), message);
    assertEquals(1, message.lines().count(), message);
  }
}
