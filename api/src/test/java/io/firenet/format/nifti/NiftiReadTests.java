package io.firenet.format.nifti;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NiftiReadTests {

  private static final int VALUES = 5 * 4 * 3 * 2;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 16, 64, 256, 512, 768, 1024, 1280})
  void readsEveryTypeInEveryContainer(int datatype) throws IOException {
    for (int version = 1; version <= 2; version++) {
      for (ByteOrder order : new ByteOrder[] {LITTLE_ENDIAN, BIG_ENDIAN}) {
        String name = "v%d-%s".formatted(version, order);
        NiftiBytes single = new NiftiBytes(version, order, "n+" + version, datatype, 5, 4, 3, 2);
        byte[] data = single.counting(datatype, VALUES);
        check(datatype, NiftiBytes.write(folder.resolve(name + ".nii"), single.withData(data)));
        // The content decides whether a file is compressed.
        byte[] compressed = NiftiBytes.gzip(single.withData(data));
        check(datatype, NiftiBytes.write(folder.resolve(name + ".nii.gz"), compressed));
        check(datatype, NiftiBytes.write(folder.resolve(name + "-gz.nii"), compressed));

        NiftiBytes pair = new NiftiBytes(version, order, "ni" + version, datatype, 5, 4, 3, 2);
        Path header = folder.resolve(name + "-pair.hdr");
        NiftiBytes.write(header, pair.header.array());
        Path image = folder.resolve(name + "-pair.img");
        NiftiBytes.write(image, data);
        check(datatype, header);
        check(datatype, image);
        Path zippedHeader = folder.resolve(name + "-zip.hdr.gz");
        NiftiBytes.write(zippedHeader, NiftiBytes.gzip(pair.header.array()));
        Path zippedImage = folder.resolve(name + "-zip.img.gz");
        NiftiBytes.write(zippedImage, NiftiBytes.gzip(data));
        check(datatype, zippedHeader);
        check(datatype, zippedImage);
      }
    }
  }

  private static void check(int datatype, Path file) throws IOException {
    boolean unsigned = datatype == 2 || datatype == 512 || datatype == 768 || datatype == 1280;
    float[] expected = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      expected[i] = unsigned || i % 2 == 0 ? i : -i;
    }
    Volume volume = Nifti.readVolume(file);
    assertEquals(2, volume.channels());
    assertEquals(new GridSize(3, 4, 5), volume.size());
    assertArrayEquals(expected, volume.data(), file.toString());
    assertEquals(volume.geometry(), Nifti.readGeometry(file));
  }

  @Test
  void readsTheExtremesOfTheIntegers() throws IOException {
    long[][] bits = {
      {256, 0x80}, {512, 0xffff}, {768, 0xffffffffL}, {1024, Long.MIN_VALUE}, {1280, -1}
    };
    float[] expected = {-128, 65535, 0x1p32f, -0x1p63f, 0x1p64f};
    for (int i = 0; i < bits.length; i++) {
      NiftiBytes bytes = NiftiBytes.single((int) bits[i][0], 1, 1, 1);
      byte[] value = ByteBuffer.allocate(8).order(LITTLE_ENDIAN).putLong(bits[i][1]).array();
      Path file = NiftiBytes.write(folder.resolve(i + ".nii"), bytes.withData(value));
      assertEquals(expected[i], Nifti.readVolume(file).data()[0]);
    }
  }

  @Test
  void scalesInDoublePrecision() throws IOException {
    NiftiBytes bytes = new NiftiBytes(2, LITTLE_ENDIAN, "n+2", 8, 2, 1, 1).scaling(0.1, 1e8);
    byte[] data =
        ByteBuffer.allocate(8).order(LITTLE_ENDIAN).putInt(-999_999_970).putInt(5).array();
    Path file = NiftiBytes.write(folder.resolve("scaled.nii"), bytes.withData(data));
    assertArrayEquals(
        new float[] {(float) (-999_999_970 * 0.1 + 1e8), (float) 100_000_000.5},
        Nifti.readVolume(file).data());
  }

  @Test
  void aSlopeOfZeroOrNanMeansNone() throws IOException {
    for (double slope : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY}) {
      NiftiBytes bytes = NiftiBytes.single(4, 3, 1, 1).scaling(slope, 7);
      byte[] all = bytes.withData(bytes.counting(4, 3));
      Path file = NiftiBytes.write(folder.resolve("slope.nii"), all);
      assertArrayEquals(new float[] {0, -1, 2}, Nifti.readVolume(file).data());
    }
  }

  @Test
  void prefersSformThenQformThenTheCentre() throws IOException {
    double[] sform = {0, 0, 3, -1, 2, 0, 0, -2, 0, -4, 0, -3};
    double half = Math.sqrt(0.5);
    NiftiBytes both = NiftiBytes.single(2, 3, 5, 7);
    both.pixdim(1, 2).pixdim(2, 3).pixdim(3, 4).sform(2, sform).qform(1, 0, 0, half, 10, 20, 30);
    assertAffine(both, sform);
    // A quarter turn about z.
    assertAffine(both.sform(0, sform), 0, -3, 0, 10, 2, 0, 0, 20, 0, 0, 4, 30);
    assertAffine(both.pixdim(0, -1), 0, -3, 0, 10, 2, 0, 0, 20, 0, 0, -4, 30);
    assertAffine(both.qform(0, 0, 0, half, 10, 20, 30), -2, 0, 0, 2, 0, 3, 0, -6, 0, 0, 4, -12);
  }

  private void assertAffine(NiftiBytes bytes, double... rows) throws IOException {
    Path file = NiftiBytes.write(folder.resolve("affine.nii"), bytes.withData(new byte[105]));
    assertArrayEquals(
        rows, Nifti.readGeometry(file).voxelToWorld().toArray(), 1e-6, Arrays.toString(rows));
  }

  @Test
  void skipsExtensionsAndAcceptsAbsentAndTrailingAxes() throws IOException {
    NiftiBytes bytes = NiftiBytes.single(2, 3, 2).pixdim(3, 0).voxOffset(400);
    byte[] data = new byte[48 + 6];
    data[53] = 9;
    Path flat = NiftiBytes.write(folder.resolve("flat.nii"), bytes.withData(data));
    assertEquals(new GridSize(1, 2, 3), Nifti.readVolume(flat).size());
    assertArrayEquals(new float[] {0, 0, 0, 0, 0, 9}, Nifti.readVolume(flat).data());
    NiftiBytes seven = NiftiBytes.single(2, 3, 2, 1, 2, 1, 1, 1);
    Path trailing = NiftiBytes.write(folder.resolve("7.nii"), seven.withData(new byte[12]));
    assertEquals(2, Nifti.readVolume(trailing).channels());
  }

  @Test
  void readsCompressedLabelsThatShrankToAThousandth() throws IOException {
    NiftiBytes bytes = NiftiBytes.single(2, 200, 200, 200);
    byte[] data = new byte[8_000_000];
    data[7_999_999] = 3;
    byte[] compressed = NiftiBytes.gzip(bytes.withData(data));
    assertTrue(compressed.length < data.length / 500);
    LabelMap labels = Nifti.readLabels(NiftiBytes.write(folder.resolve("z.nii.gz"), compressed));
    assertEquals(8_000_000, labels.data().length);
    assertEquals(3, labels.data()[7_999_999]);
  }

  @Test
  void readsAnalyzeAsSpmDoes() throws IOException {
    NiftiBytes bytes = new NiftiBytes(1, BIG_ENDIAN, "", 4, 4, 6, 8);
    bytes.pixdim(1, 2).pixdim(2, 3).pixdim(3, 4);
    Path header = folder.resolve("analyze.hdr");
    NiftiBytes.write(header, bytes.header.array());
    NiftiBytes.write(folder.resolve("analyze.img"), bytes.counting(4, 192));
    assertArrayEquals(
        new double[] {-2, 0, 0, 3, 0, 3, 0, -7.5, 0, 0, 4, -14},
        Nifti.readVolume(header).geometry().voxelToWorld().toArray());
    bytes.header.putShort(253, (short) 2).putShort(255, (short) 3).putShort(257, (short) 4);
    NiftiBytes.write(header, bytes.header.array());
    assertArrayEquals(
        new double[] {-2, 0, 0, 2, 0, 3, 0, -6, 0, 0, 4, -12},
        Nifti.readGeometry(header).voxelToWorld().toArray());
    // A matrix M that maps voxel (1, 1, 1) to 10, 20, 30 before the flip.
    double[] columns = {2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 4, 0, 8, 17, 26, 1};
    ByteBuffer matrix = ByteBuffer.allocate(150);
    matrix.putInt(1000).putInt(4).putInt(4).putInt(0).putInt(2).put((byte) 'M').put((byte) 0);
    for (double value : columns) {
      matrix.putDouble(value);
    }
    Files.write(folder.resolve("analyze.mat"), matrix.array());
    assertArrayEquals(
        new double[] {-2, 0, 0, -10, 0, 3, 0, 20, 0, 0, 4, 30},
        Nifti.readGeometry(header).voxelToWorld().toArray());
  }
}
