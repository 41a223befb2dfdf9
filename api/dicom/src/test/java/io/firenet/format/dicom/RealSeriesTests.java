package io.firenet.format.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.format.ImageFormats;
import io.firenet.format.StoredImage;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real NIfTI volumes, written as CT series by the test, are read back as they were. */
class RealSeriesTests {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"Task09_Spleen", "Bones_Hip", "Prostate_T2"})
  void aVolumeComesBackFromItsShuffledSlices(String dataset) throws IOException {
    Path images = Path.of(System.getProperty("firenet.data"), dataset, "imagesTr");
    assumeTrue(Files.isDirectory(images), "skipped: no real images at " + images);
    Path file;
    try (var all = Files.list(images)) {
      file = all.filter(each -> each.toString().endsWith(".nii.gz")).sorted().findFirst().get();
    }
    Volume volume = alongTheNormal(ImageFormats.readVolume(file));
    short[] values = new short[volume.data().length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (short)
              Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(volume.data()[i])));
    }
    TestSeries series = new TestSeries(volume.geometry(), values, ByteOrder.LITTLE_ENDIAN);
    List<DicomBytes> slices = new ArrayList<>(series.slices());
    slices.add(series.slice(slices.size() / 2));
    slices.add(
        series
            .slice(0)
            .text(0x00080008, "CS", "ORIGINAL", "PRIMARY", "LOCALIZER")
            .text(0x00080018, "UI", "1.2.9")
            .text(0x00200037, "DS", 1, 0, 0, 0, 0, -1));
    Collections.shuffle(slices, new Random(1));
    for (int i = 0; i < slices.size(); i++) {
      slices.get(i).write(folder.resolve("IM" + i));
    }
    StoredImage read = ImageFormats.open(folder);
    assertTrue(
        read.geometry().voxelToWorld().maxDifference(volume.geometry().voxelToWorld()) < 1e-4,
        () -> read.geometry() + " is not " + volume.geometry());
    assertEquals(volume.geometry().size(), read.geometry().size());
    assertEquals(
        List.of("1 localizers of the series left out", "1 duplicates of slices left out"),
        read.notes());
    float[] found = read.readVolume().data();
    float[] expected = new float[values.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = values[i];
    }
    assertArrayEquals(expected, found);
  }

  /** DICOM's slices are sorted along the normal of their rows and columns: others are reversed. */
  private static Volume alongTheNormal(Volume volume) {
    Affine affine = volume.geometry().voxelToWorld();
    if (affine.determinant() > 0) {
      return volume;
    }
    GridSize size = volume.size();
    int slice = size.height() * size.width();
    float[] data = new float[volume.data().length];
    for (int k = 0; k < size.depth(); k++) {
      System.arraycopy(volume.data(), k * slice, data, (size.depth() - 1 - k) * slice, slice);
    }
    Affine reversed = affine.after(Affine.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -1, size.depth() - 1));
    return new Volume(new ImageGeometry(size, reversed), 1, data);
  }
}
