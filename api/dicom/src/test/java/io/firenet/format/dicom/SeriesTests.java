package io.firenet.format.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.format.StoredImage;
import io.firenet.testkit.ImageSample;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesTests {

  private static final TestSeries SAMPLE =
      new TestSeries(ImageSample.GEOMETRY, ImageSample.values(), ByteOrder.LITTLE_ENDIAN);

  @TempDir private Path folder;

  private void write(List<DicomBytes> files) throws IOException {
    for (int i = 0; i < files.size(); i++) {
      files.get(i).write(folder.resolve("f%03d".formatted(i)));
    }
  }

  private void assertSample(StoredImage image) throws IOException {
    assertEquals(ImageSample.GEOMETRY.size(), image.geometry().size());
    double difference =
        ImageSample.GEOMETRY.voxelToWorld().maxDifference(image.geometry().voxelToWorld());
    assertTrue(difference < 1e-4, image.geometry()::toString);
    assertArrayEquals(ImageSample.volume().data(), image.readVolume().data());
  }

  private String refusal() {
    return assertThrows(IOException.class, () -> ImageFormats.open(folder)).getMessage();
  }

  private static DicomBytes localizer() {
    return SAMPLE
        .slice(0)
        .text(0x00080008, "CS", "ORIGINAL", "PRIMARY", "LOCALIZER")
        .text(0x00080018, "UI", "1.2.9")
        .text(0x00200037, "DS", 1, 0, 0, 0, 0, -1);
  }

  @Test
  void shuffledSlicesWithADuplicateAndALocalizerAreTheVolume() throws IOException {
    List<DicomBytes> files = new ArrayList<>(SAMPLE.slices());
    files.add(SAMPLE.slice(2));
    files.add(localizer());
    Collections.shuffle(files, new Random(3));
    write(files);
    Files.writeString(folder.resolve("notes.txt"), "a text");
    StoredImage image = ImageFormats.open(folder);
    assertSample(image);
    assertEquals(
        List.of(
            "1 files without DICOM images left out",
            "1 localizers of the series left out",
            "1 duplicates of slices left out"),
        image.notes());
  }

  @Test
  void theLocalizerMayBeASeriesOfItsOwn() throws IOException {
    List<DicomBytes> files = new ArrayList<>(SAMPLE.slices());
    files.add(localizer().text(0x0020000e, "UI", "1.2.77"));
    write(files);
    StoredImage image = ImageFormats.open(folder);
    assertSample(image);
    assertEquals(List.of("localizers of 1 other series left out"), image.notes());
  }

  @Test
  void oneOfSeveralSeriesIsChosen() throws IOException {
    List<DicomBytes> files = new ArrayList<>(SAMPLE.slices());
    for (int k = 0; k < 2; k++) {
      files.add(
          SAMPLE
              .slice(k)
              .text(0x00080018, "UI", "1.2.88." + k)
              .text(0x0020000e, "UI", "1.2.88")
              .text(0x00200011, "IS", 12)
              .text(0x0008103e, "LO", "Lungenfenster")
              .text(0x00080060, "CS", "CT"));
    }
    write(files);
    String list = refusal();
    assertTrue(list.contains("--series"), list);
    assertTrue(list.contains("3 'Thorax 2.5 mm' CT 5×7, 4 slices, 1.2.3.4.5"), list);
    assertTrue(list.contains("12 'Lungenfenster' CT 5×7, 2 slices, 1.2.88"), list);
    for (String words : List.of("1.2.3.4.5", "3", "thorax")) {
      assertSample(ImageFormats.open(new ImageSource(folder, Optional.of(words))));
    }
    ImageSource other = new ImageSource(folder, Optional.of("12"));
    assertEquals(2, ImageFormats.open(other).geometry().size().depth());
    for (String words : List.of("r", "MR", "99")) {
      ImageSource wrong = new ImageSource(folder, Optional.of(words));
      String message = assertThrows(IOException.class, () -> ImageFormats.open(wrong)).getMessage();
      assertTrue(message.contains("there are: "), message);
    }
  }

  @Test
  void whatIsNoGridIsRefused() throws IOException {
    List<DicomBytes> slices = SAMPLE.slices();
    write(List.of(slices.get(0), slices.get(1), slices.get(3)));
    assertTrue(refusal().contains("missing or uneven"), this::refusal);
    clear();
    double[] oblique = SAMPLE.orientation();
    oblique[1] += 0.005;
    write(List.of(SAMPLE.slice(0), SAMPLE.slice(1), SAMPLE.slice(2).decimals(0x00200037, oblique)));
    assertTrue(refusal().contains("other orientations"), this::refusal);
    clear();
    short[] more = new short[42];
    write(List.of(SAMPLE.slice(0), SAMPLE.slice(1).number(0x00280010, 6).pixels(more)));
    assertTrue(refusal().contains("other sizes"), this::refusal);
    clear();
    write(List.of(SAMPLE.slice(0), SAMPLE.slice(1).decimals(0x00280030, 1.5, 0.8)));
    assertTrue(refusal().contains("other pixel spacings"), this::refusal);
    clear();
    write(List.of(SAMPLE.slice(0), SAMPLE.slice(1), SAMPLE.slice(1).pixels(new short[35])));
    assertTrue(refusal().contains("several echoes, phases or times"), this::refusal);
    clear();
    write(List.of(SAMPLE.slice(0).without(0x00200032)));
    assertTrue(refusal().contains("ImagePositionPatient"), this::refusal);
    clear();
    write(List.of(SAMPLE.slice(0), SAMPLE.slice(1).text(0x00200052, "UI", "1.2.5")));
    assertTrue(refusal().contains("frames of reference"), this::refusal);
    clear();
    write(List.of(SAMPLE.slice(0).number(0x00280002, 3)));
    assertTrue(refusal().contains("colour"), this::refusal);
  }

  private void clear() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aGapAmongManySlicesIsNamed() throws IOException {
    ImageGeometry geometry = ImageGeometry.axisAligned(new GridSize(9, 2, 2), 1);
    TestSeries series = new TestSeries(geometry, new short[36], ByteOrder.LITTLE_ENDIAN);
    List<DicomBytes> slices = new ArrayList<>(series.slices());
    slices.remove(4);
    write(slices);
    String message = refusal();
    assertTrue(message.contains("slices are missing or uneven: 2.000 mm from slice 4"), message);
    assertTrue(message.contains("f003"), message);
  }

  @Test
  void aTiltedGantryIsKeptAndTold() throws IOException {
    ImageGeometry tilted =
        new ImageGeometry(
            new GridSize(4, 5, 7), Affine.of(-1, 0, 0, 5, 0, -1, 0.5, 6, 0, 0, 2, -7));
    new TestSeries(tilted, ImageSample.values(), ByteOrder.LITTLE_ENDIAN).write(folder);
    StoredImage image = ImageFormats.open(folder);
    assertTrue(tilted.matches(image.geometry(), 1e-4), image.geometry()::toString);
    assertTrue(image.notes().get(0).startsWith("tilted gantry"), image.notes()::toString);
  }

  @Test
  void storedValuesAreRescaledSignedOrNotAndPadded() throws IOException {
    short[] stored = {-2000, 0, 1000, 4095};
    ImageGeometry geometry = ImageGeometry.axisAligned(new GridSize(1, 2, 2), 1);
    TestSeries series = new TestSeries(geometry, stored, ByteOrder.LITTLE_ENDIAN);
    DicomBytes slice =
        series.slice(0).text(0x00281052, "DS", "-1024").text(0x00281053, "DS", "0.5");
    slice.signed(0x00280120, -2000).write(folder.resolve("a"));
    StoredImage image = ImageFormats.open(folder);
    assertArrayEquals(new float[] {-1024, -1024, -524, 1023.5f}, image.readVolume().data());
    assertTrue(image.notes().get(0).contains("padding"), image.notes()::toString);
    slice.without(0x00280120).number(0x00280103, 0).number(0x00280101, 12).number(0x00280102, 11);
    slice.write(folder.resolve("a")); // 12 unsigned bits of −2000 are 2096
    assertArrayEquals(
        new float[] {2096 / 2f - 1024, -1024, -524, 1023.5f},
        ImageFormats.readVolume(folder).data());
  }

  @Test
  void aZipOfASeriesIsASeries() throws IOException {
    Path zip = folder.resolve("series.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      int number = 0;
      for (DicomBytes slice : SAMPLE.slices()) {
        out.putNextEntry(new ZipEntry("study/IM" + number++));
        out.write(slice.file());
      }
      out.putNextEntry(new ZipEntry("study/readme.txt"));
      out.write('x');
    }
    assertEquals("DICOM", ImageFormats.find(zip).orElseThrow().name());
    assertSample(ImageFormats.open(zip));
  }

  @Test
  void foldersOfSeriesAreImagesOfTheirFolder() throws IOException {
    Path first = SAMPLE.write(Files.createDirectory(folder.resolve("a")));
    SAMPLE.write(Files.createDirectory(folder.resolve("b")));
    Files.createDirectory(folder.resolve("empty"));
    ImageFolder listed = ImageFolder.list(folder);
    assertEquals(List.of(first, folder.resolve("b")), listed.images());
    assertEquals("a", ImageFormats.stem(first));
    assertTrue(ImageFormats.isImage(first));
    assertTrue(!ImageFormats.isImage(folder));
  }
}
