package io.firenet.format.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFormats;
import io.firenet.format.StoredImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields of a header that change what its numbers mean: units, maps that are none, scaling. */
class NiftiMeaningTests {

  @TempDir private Path folder;

  private StoredImage open(NiftiBytes header) throws IOException {
    byte[] bytes = header.withData(header.counting(2, 60));
    return ImageFormats.open(NiftiBytes.write(folder.resolve("image.nii"), bytes));
  }

  private static NiftiBytes header(int version, double spacing, int units) {
    NiftiBytes header =
        new NiftiBytes(version, ByteOrder.LITTLE_ENDIAN, version == 1 ? "n+1" : "n+2", 2, 5, 4, 3);
    for (int axis = 1; axis <= 3; axis++) {
      header.pixdim(axis, axis * spacing);
    }
    if (version == 1) {
      header.header.put(123, (byte) units);
    } else {
      header.header.putInt(500, units);
    }
    return header;
  }

  @Test
  void lengthsAreInTheHeadersUnit() throws IOException {
    double[] expected = {3, 2, 1}; // depth, height, width
    for (int version : new int[] {1, 2}) {
      for (int time : new int[] {0, 8, 16, 24, 48}) { // units of time, which is no axis here
        assertArrayEquals(expected, spacing(header(version, 1, time)), 1e-6);
        assertArrayEquals(expected, spacing(header(version, 1, 2 + time)), 1e-6);
        assertArrayEquals(expected, spacing(header(version, 1e-3, 1 + time)), 1e-6);
        assertArrayEquals(expected, spacing(header(version, 1e3, 3 + time)), 1e-6);
      }
      for (int unknown = 4; unknown < 8; unknown++) {
        NiftiBytes header = header(version, 1, unknown);
        String message = assertThrows(IOException.class, () -> open(header)).getMessage();
        assertTrue(message.contains("xyzt_units"), message);
      }
    }
  }

  private double[] spacing(NiftiBytes header) throws IOException {
    return open(header).geometry().spacingMm();
  }

  @Test
  void theUnitIsThatOfBothMaps() throws IOException {
    NiftiBytes quaternion = header(1, 1e-3, 1).qform(1, 0, 0, 0, 0.01, 0.02, 0.03);
    assertArrayEquals(
        new double[] {1, 0, 0, 10, 0, 2, 0, 20, 0, 0, 3, 30},
        open(quaternion).geometry().voxelToWorld().toArray(),
        1e-5);
    NiftiBytes rows =
        header(1, 7, 3).sform(1, 1000, 0, 0, 10_000, 0, 2000, 0, 0, 0, 0, 3000, -30_000);
    assertArrayEquals(
        new double[] {1, 0, 0, 10, 0, 2, 0, 0, 0, 0, 3, -30},
        open(rows).geometry().voxelToWorld().toArray(),
        1e-5);
  }

  @Test
  void aSliceOfAnImageInMetresIsOneMillimetreThick() throws IOException {
    NiftiBytes flat =
        new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, "n+1", 2, 20, 3).pixdim(3, 0).pixdim(1, 1e-3);
    flat.pixdim(2, 1e-3).header.put(123, (byte) 1);
    assertArrayEquals(new double[] {1, 1, 1}, spacing(flat), 1e-6);
  }

  @Test
  void analyzeHasItsUnitInWords() throws IOException {
    for (String unit : new String[] {"", "mm", "cm", "um", "m", "pix"}) {
      NiftiBytes header = new NiftiBytes(1, ByteOrder.BIG_ENDIAN, "\0\0\0", 2, 5, 4, 3);
      byte[] name = unit.getBytes(StandardCharsets.US_ASCII);
      header.header.put(56, name);
      Path file = Files.write(folder.resolve("image.hdr"), header.header.array());
      Files.write(folder.resolve("image.img"), new byte[60]);
      double expected =
          switch (unit) {
            case "cm" -> 10;
            case "um" -> 1e-3;
            case "m" -> 1000;
            default -> 1;
          };
      assertArrayEquals(
          new double[] {expected, expected, expected},
          ImageFormats.readGeometry(file).spacingMm(),
          1e-6 * expected,
          unit);
    }
  }

  @Test
  void anSformThatIsNoneGivesWayToTheQform() throws IOException {
    double nan = Double.NaN;
    double[][] none = {
      new double[12],
      {nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan},
      {1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0},
      {1, 0, 0, nan, 0, 1, 0, 0, 0, 0, 1, 0}
    };
    for (double[] rows : none) {
      StoredImage image = open(header(1, 1, 2).qform(1, 0, 0, 0, 7, 8, 9).sform(1, rows));
      assertArrayEquals(
          new double[] {1, 0, 0, 7, 0, 2, 0, 8, 0, 0, 3, 9},
          image.geometry().voxelToWorld().toArray(),
          1e-6);
      assertEquals(1, image.notes().size());
      assertTrue(image.notes().get(0).contains("qform is taken"), image.notes()::toString);
      assertThrows(IOException.class, () -> open(header(1, 1, 2).sform(1, rows)));
      NiftiBytes both = header(1, 0, 2).qform(1, 0, 0, 0, 7, 8, 9).sform(1, rows);
      assertThrows(IOException.class, () -> open(both), "neither is a map");
    }
    StoredImage sound =
        open(
            header(1, 1, 2)
                .qform(1, 0, 0, 0, nan, 8, 9)
                .sform(1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0));
    assertArrayEquals(new double[] {1, 1, 1}, sound.geometry().spacingMm(), 1e-6);
    assertEquals(0, sound.notes().size());
  }

  /** As nibabel stores masks of 0 and 1 in uint8 and int16. */
  @Test
  void scaledLabelsAreWholeNumbersInFloat32() throws IOException {
    NiftiBytes bytes = NiftiBytes.single(2, 3, 1, 1).scaling(0.003921568859368563, 0);
    assertLabels(new short[] {0, 1, 1}, bytes.withData(new byte[] {0, (byte) 255, (byte) 255}));
    NiftiBytes shorts =
        NiftiBytes.single(4, 2, 1, 1).scaling(1.5259021893143654e-05, 0.5000076293945312);
    assertLabels(new short[] {0, 1}, shorts.withData(new byte[] {0, (byte) 128, (byte) 255, 127}));
    NiftiBytes probability = NiftiBytes.single(2, 1, 1, 1).scaling(0.996, 0);
    Path file = NiftiBytes.write(folder.resolve("p.nii"), probability.withData(new byte[] {1}));
    assertThrows(IOException.class, () -> Nifti.readLabels(file));
  }

  private void assertLabels(short[] expected, byte[] file) throws IOException {
    Path path = NiftiBytes.write(folder.resolve("labels.nii"), file);
    assertArrayEquals(expected, Nifti.readLabels(path).data());
  }
}
