package io.firenet.format.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NiftiWriteTests {

  private static final GridSize SIZE = new GridSize(3, 70, 111);

  /** Oblique, left-handed, anisotropic; entries are exact in float32. */
  private static final ImageGeometry OBLIQUE =
      new ImageGeometry(SIZE, Affine.of(-0.6, 1.6, 0, -31.5, 0.8, 1.2, 0, 12.25, 0, 0, 3.5, 104));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"image.nii", "image.nii.gz", "IMAGE.NII.GZ"})
  void imagesComeBackBitForBit(String name) throws IOException {
    Random random = new Random(1);
    float[] data = new float[2 * (int) SIZE.voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    data[17] = Float.NaN;
    data[18] = Float.NEGATIVE_INFINITY;
    data[19] = Float.MIN_VALUE;
    Path file = folder.resolve(name);
    Nifti.write(file, new Volume(OBLIQUE, 2, data));
    Volume back = Nifti.readVolume(file);
    assertEquals(2, back.channels());
    assertArrayEquals(data, back.data());
    assertTrue(OBLIQUE.matches(back.geometry(), 1e-5), back.geometry().toString());
    assertEquals(List.of(file), files());
  }

  @Test
  void labelsTakeAsFewBytesAsTheyNeed() throws IOException {
    short[] data = new short[(int) SIZE.voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (short) (i % 256);
    }
    Path file = folder.resolve("labels.nii");
    Nifti.write(file, new LabelMap(OBLIQUE, data));
    assertEquals(352 + data.length, Files.size(file));
    assertArrayEquals(data, Nifti.readLabels(file).data());
    data[5] = 32767;
    data[6] = 256;
    Nifti.write(file, new LabelMap(OBLIQUE, data));
    assertEquals(352 + 2L * data.length, Files.size(file));
    assertArrayEquals(data, Nifti.readLabels(file).data());
  }

  @Test
  void qformAndSformAgree() throws IOException {
    Random random = new Random(2);
    for (int n = 0; n < 200; n++) {
      double b = random.nextGaussian();
      double c = random.nextGaussian();
      double d = n % 2 == 0 ? random.nextGaussian() : 0;
      double a = n % 3 == 0 ? 0 : random.nextGaussian();
      double length = Math.sqrt(a * a + b * b + c * c + d * d);
      double[] q = {b / length, c / length, d / length, 1, 2, 3};
      Affine affine = NiftiAffine.ofQuaternion(q, new double[] {0.5, 1, 2}, n % 5 == 0 ? -1 : 1);
      ImageGeometry geometry = new ImageGeometry(new GridSize(1, 1, 1), affine);
      Path file = folder.resolve("forms.nii");
      Nifti.write(file, new LabelMap(geometry, new short[1]));
      assertTrue(affine.maxDifference(Nifti.readGeometry(file).voxelToWorld()) < 1e-6);
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(1, bytes.getShort(252));
      assertEquals(1, bytes.getShort(254));
      bytes.putShort(254, (short) 0);
      Files.write(file, bytes.array());
      // sqrt(1 − b² − c² − d²) loses half of float32's digits near a half turn.
      assertTrue(
          affine.maxDifference(Nifti.readGeometry(file).voxelToWorld()) < 2e-3,
          () -> affine + " became otherwise");
    }
  }

  @Test
  void aShearHasNoQform() throws IOException {
    Affine shear = Affine.of(1, 0.25, 0, 1, 0, 1, 0, 2, 0, 0, 1, 3);
    Path file = folder.resolve("shear.nii");
    Nifti.write(file, new LabelMap(new ImageGeometry(SIZE, shear), new short[(int) SIZE.voxels()]));
    assertEquals(shear, Nifti.readGeometry(file).voxelToWorld());
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0, bytes.getShort(252));
  }

  @Test
  void aFailedWriteLeavesWhatWasThere() throws IOException {
    LabelMap labels = new LabelMap(OBLIQUE, new short[(int) SIZE.voxels()]);
    assertThrows(
        IllegalArgumentException.class, () -> Nifti.write(folder.resolve("a.img"), labels));
    ImageGeometry wide = ImageGeometry.axisAligned(new GridSize(1, 1, 40_000), 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> Nifti.write(folder.resolve("a.nii"), new LabelMap(wide, new short[40_000])));
    Path taken = Files.createDirectories(folder.resolve("folder.nii/full")).getParent();
    assertThrows(IOException.class, () -> Nifti.write(taken, labels));
    assertEquals(List.of(taken), files());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
