package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.nifti.Nifti;
import io.firenet.model.ModelException;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an embedding program hears of files that cannot be read or written, and when. */
@Timeout(60)
class SegmentFileTests {

  private static final GridSize SIZE = new GridSize(12, 12, 12);

  @TempDir private Path folder;
  private Path image;
  private Segmenter segmenter;

  @BeforeEach
  void open() throws IOException {
    image = folder.resolve("image.nii.gz");
    Nifti.write(image, noise());
    segmenter = Segmenter.open(TestModels.segmentation(folder));
  }

  @AfterEach
  void close() {
    segmenter.close();
  }

  private static Volume noise() {
    float[] values = new float[(int) SIZE.voxels()];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new Volume(ImageGeometry.axisAligned(SIZE, 2), 1, values);
  }

  private String failure(Path in, Path out) {
    String message = assertThrows(IOException.class, () -> segmenter.segment(in, out)).getMessage();
    assertFalse(message.contains(".tmp"), message);
    return message;
  }

  /** The image is missing in all of these, which would be told first if it were read first. */
  @Test
  void labelsThatCannotBeWrittenAreToldBeforeTheImageIsRead() throws IOException {
    Path missing = folder.resolve("missing.nii");
    Path labels = folder.resolve("none/labels.nii.gz");
    assertEquals(labels + ": its folder does not exist; create it first", failure(missing, labels));
    Path below = image.resolve("labels.nii.gz");
    assertEquals(below + ": its folder is a file; create it first", failure(missing, below));
    Path taken = Files.createDirectory(folder.resolve("taken.nii"));
    assertTrue(failure(missing, taken).contains("is a folder"));
    assertTrue(failure(missing, folder.resolve("x".repeat(252) + ".nii")).contains("256 bytes"));
    assertThrows(
        IllegalArgumentException.class,
        () -> segmenter.segment(missing, folder.resolve("labels.txt")));
  }

  @Test
  void theImageIsNeverReplaced() throws IOException {
    byte[] before = Files.readAllBytes(image);
    assertThrows(IllegalArgumentException.class, () -> segmenter.segment(image, image));
    assertArrayEquals(before, Files.readAllBytes(image));
  }

  @Test
  void imagesWithoutInformationAreRefused() throws IOException {
    Volume blank = noise();
    Arrays.fill(blank.data(), 5);
    Path file = folder.resolve("blank.nii");
    Nifti.write(file, blank);
    Path labels = folder.resolve("labels.nii");
    assertEquals(
        file + ": the image has no information: channel 0 is 5.0 everywhere",
        failure(file, labels));
    assertFalse(Files.exists(labels));
    assertThrows(IllegalArgumentException.class, () -> segmenter.segment(blank));
    assertEquals(1, segmenter.examine(blank).faults().size());
    blank.data()[3] = Float.NaN;
    blank.data()[4] = 9;
    assertEquals(0, segmenter.examine(blank).faults().size());
    assertEquals(1, segmenter.examine(blank).warnings().size());
  }

  @Test
  void pipesAndDevicesAreNoFiles() throws Exception {
    Path pipe = folder.resolve("pipe.nii.gz");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path labels = folder.resolve("labels.nii");
    assertTrue(failure(pipe, labels).contains("found a pipe"));
    Path zero = Files.createSymbolicLink(folder.resolve("zero.nii"), Path.of("/dev/zero"));
    assertTrue(failure(zero, labels).contains("found a device"));
    for (Path model : new Path[] {pipe, zero, folder}) {
      String message = assertThrows(ModelException.class, () -> Segmenter.open(model)).getMessage();
      assertTrue(
          message.startsWith(model + ": expected an exported .onnx model, found a "), message);
    }
  }

  @Test
  void theUsersLanguageChangesNothing() throws IOException {
    Path plain = folder.resolve("plain.nii.gz");
    segmenter.segment(image, plain);
    Locale before = Locale.getDefault();
    try {
      for (String tag : new String[] {"ar-EG-u-nu-arab", "th-TH-u-nu-thai", "tr-TR", "my-MM"}) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        Path labels = folder.resolve(tag + ".nii.gz");
        try (Segmenter there = Segmenter.open(TestModels.segmentation(folder))) {
          there.segment(image, labels);
          assertEquals(segmenter.card(), there.card());
        }
        assertArrayEquals(Files.readAllBytes(plain), Files.readAllBytes(labels), tag);
      }
    } finally {
      Locale.setDefault(before);
    }
  }
}
