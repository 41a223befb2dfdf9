package io.firenet.format.metaimage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.firenet.format.ImageFormats;
import io.firenet.format.nifti.Nifti;
import io.firenet.format.nifti.NiftiBytes;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MetaImages from the format's description, byte by byte. */
class MetaImageTests {

  /** A header as ITK writes it, for 60 voxels whose axes are turned and of unequal length. */
  private static final String HEADER =
      """
      ObjectType = Image
      NDims = 3
      BinaryData = True
      BinaryDataByteOrderMSB = False
      CompressedData = False
      TransformMatrix = 0 1 0 0 0 -1 -1 0 0
      Offset = 10 -20 30.5
      CenterOfRotation = 0 0 0
      AnatomicalOrientation = RAI
      ElementSpacing = 0.5 0.75 2
      DimSize = 5 4 3
      ElementType = MET_SHORT
      ElementDataFile = LOCAL
      """;

  /**
   * By hand: the first axis runs along LPS y (to the back), the second along −z, the third along
   * −x. In RAS+ that is −y, −z, +x; of the offset, x and y change sign.
   */
  private static final Affine TURNED = Affine.of(0, 0, 2, -10, -0.5, 0, 0, 20, 0, -0.75, 0, 30.5);

  @TempDir Path folder;

  private static byte[] shorts(ByteOrder order, int count) {
    ByteBuffer data = ByteBuffer.allocate(2 * count).order(order);
    for (int i = 0; i < count; i++) {
      data.putShort((short) (i % 2 == 1 ? -i : i));
    }
    return data.array();
  }

  private static byte[] zlib(byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(out)) {
      deflate.write(data);
    }
    return out.toByteArray();
  }

  private Path local(String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(text, text.length + data.length);
    System.arraycopy(data, 0, all, text.length, data.length);
    return Files.write(folder.resolve("image.mha"), all);
  }

  private static void assertCounting(Volume volume) {
    assertEquals(new GridSize(3, 4, 5), volume.size());
    assertEquals(1, volume.channels());
    for (int i = 0; i < 60; i++) {
      assertEquals(i % 2 == 1 ? -i : i, volume.data()[i]);
    }
  }

  @Test
  void voxelsAndGridAreThoseOfTheHeader() throws IOException {
    Path file = local(HEADER, shorts(ByteOrder.LITTLE_ENDIAN, 60));
    Volume volume = MetaImage.readVolume(file);
    assertCounting(volume);
    assertEquals(0, volume.geometry().voxelToWorld().maxDifference(TURNED));
    assertArrayEquals(new double[] {2, 0.75, 0.5}, volume.geometry().spacingMm());
    assertEquals(volume.geometry(), MetaImage.readGeometry(file));
  }

  @Test
  void theSameImageAsNiftiLiesOnTheSameGrid() throws IOException {
    Volume volume = MetaImage.readVolume(local(HEADER, shorts(ByteOrder.LITTLE_ENDIAN, 60)));
    Path nifti = folder.resolve("same.nii.gz");
    Nifti.write(nifti, volume);
    Volume again = ImageFormats.readVolume(nifti);
    assertTrue(volume.geometry().matches(again.geometry(), 1e-6));
    assertArrayEquals(volume.data(), again.data());
  }

  @Test
  void voxelsMayBeCompressedSwappedOrInAnotherFile() throws IOException {
    byte[] little = shorts(ByteOrder.LITTLE_ENDIAN, 60);
    byte[] big = shorts(ByteOrder.BIG_ENDIAN, 60);
    String compressed = HEADER.replace("CompressedData = False", "CompressedData = True");
    assertCounting(MetaImage.readVolume(local(compressed, zlib(little))));
    assertCounting(MetaImage.readVolume(local(compressed, NiftiBytes.gzip(little))));
    String msb = HEADER.replace("MSB = False", "MSB = True");
    assertCounting(MetaImage.readVolume(local(msb, big)));
    assertCounting(MetaImage.readVolume(local(HEADER.replace("\n", "\r\n"), little)));

    Files.write(folder.resolve("v.raw"), little);
    Files.write(folder.resolve("v.zraw"), zlib(little));
    Path header = folder.resolve("v.mhd");
    Files.writeString(header, HEADER.replace("LOCAL", "v.raw"));
    assertCounting(ImageFormats.readVolume(header));
    Files.writeString(header, compressed.replace("LOCAL", "v.zraw"));
    assertCounting(ImageFormats.readVolume(header));
    byte[] behind = Arrays.copyOf(new byte[7], 7 + little.length);
    System.arraycopy(little, 0, behind, 7, little.length);
    Files.write(folder.resolve("v.raw"), behind);
    for (String size : new String[] {"7", "-1"}) {
      String skip = "HeaderSize = " + size + "\nElementDataFile = v.raw";
      Files.writeString(header, HEADER.replace("ElementDataFile = LOCAL", skip));
      assertCounting(MetaImage.readVolume(header));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MET_UCHAR, 2",
    "MET_SHORT, 4",
    "MET_INT, 8",
    "MET_FLOAT, 16",
    "MET_DOUBLE, 64",
    "MET_CHAR, 256",
    "MET_USHORT, 512",
    "MET_UINT, 768",
    "MET_LONG, 8",
    "MET_ULONG, 768",
    "MET_LONG_LONG, 1024",
    "MET_ULONG_LONG, 1280"
  })
  void everyTypeIsRead(String type, int niftiCode) throws IOException {
    byte[] data = NiftiBytes.single(niftiCode, 5, 4, 3).counting(niftiCode, 60);
    Volume volume = MetaImage.readVolume(local(HEADER.replace("MET_SHORT", type), data));
    assertEquals(2, volume.data()[2]);
    boolean signed = !type.startsWith("MET_U");
    assertEquals(signed ? -59 : 59, volume.data()[59]);
  }

  @Test
  void channelsBesideEachOtherAndOnAFourthAxis() throws IOException {
    byte[] data = shorts(ByteOrder.LITTLE_ENDIAN, 120);
    String beside = HEADER.replace("ElementType", "ElementNumberOfChannels = 2\nElementType");
    Volume two = MetaImage.readVolume(local(beside, data));
    assertEquals(2, two.channels());
    assertEquals(2, two.data()[1]); // value 2 of the file: channel 0 of voxel 1
    assertEquals(-3, two.data()[61]);
    String fourth =
        HEADER
            .replace("NDims = 3", "NDims = 4")
            .replace("DimSize = 5 4 3", "DimSize = 5 4 3 2")
            .replace("0.5 0.75 2", "0.5 0.75 2 1")
            .replace("10 -20 30.5", "10 -20 30.5 0")
            .replace("0 1 0 0 0 -1 -1 0 0", "0 1 0 0 0 0 -1 0 -1 0 0 0 0 0 0 1");
    Volume behind = MetaImage.readVolume(local(fourth, data));
    assertEquals(2, behind.channels());
    assertEquals(-61, behind.data()[61]);
    assertEquals(0, behind.geometry().voxelToWorld().maxDifference(TURNED));
  }

  @Test
  void aSliceIsAnImageOfDepthOne() throws IOException {
    String slice =
        """
        NDims = 2
        DimSize = 5 4
        ElementType = MET_SHORT
        ElementDataFile = LOCAL
        """;
    Volume volume = MetaImage.readVolume(local(slice, shorts(ByteOrder.LITTLE_ENDIAN, 20)));
    assertEquals(new GridSize(1, 4, 5), volume.size());
    Affine flipped = Affine.of(-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0);
    assertEquals(0, flipped.maxDifference(volume.geometry().voxelToWorld()));
  }

  @Test
  void labelsAreWholeNumbers() throws IOException {
    String uchar = HEADER.replace("MET_SHORT", "MET_UCHAR");
    LabelMap labels = MetaImage.readLabels(local(uchar, Arrays.copyOf(new byte[] {0, 1, 4}, 60)));
    assertEquals(4, labels.data()[2]);
    assertEquals(0, TURNED.maxDifference(labels.geometry().voxelToWorld()));
    Path file = local(HEADER, shorts(ByteOrder.LITTLE_ENDIAN, 60));
    String message = assertThrows(IOException.class, () -> MetaImage.readLabels(file)).getMessage();
    assertTrue(message.contains("found -1.0 at voxel (1, 0, 0)"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NDims = 3 | NDims = 9 | NDims",
        "NDims = 3 | NDims = x | NDims",
        "NDims = 3 | | NDims",
        "DimSize = 5 4 3 | DimSize = 5 4 | DimSize must be 3 numbers",
        "DimSize = 5 4 3 | DimSize = 5 4 0 | found '5 4 0'",
        "DimSize = 5 4 3 | DimSize = 5 4 -3 | found '5 4 -3'",
        "DimSize = 5 4 3 | DimSize = 5 4 1.5 | whole numbers",
        "DimSize = 5 4 3 | DimSize = 99999 99999 99999 | too large",
        "DimSize = 5 4 3 | DimSize = 1e300 1 1 | DimSize",
        "DimSize = 5 4 3 | DimSize = 1000 1000 500 | 1000000000 bytes",
        "DimSize = 5 4 3 | | lacks DimSize",
        "0.5 0.75 2 | 0.5 0 2 | cannot be inverted",
        "0.5 0.75 2 | 0.5 NaN 2 | ElementSpacing",
        "0 1 0 0 0 -1 -1 0 0 | 1 0 0 1 0 0 0 0 1 | cannot be inverted",
        "10 -20 30.5 | 10 -20 Infinity | Offset",
        "MET_SHORT | MET_SHORT_ARRAY | MET_SHORT_ARRAY",
        "BinaryData = True | BinaryData = False | BinaryData",
        "ElementDataFile = LOCAL | ElementDataFile = LIST | names the file",
        "ElementDataFile = LOCAL | ElementDataFile = slice%03d.raw 1 3 1 | slice001.raw",
        "ElementDataFile = LOCAL | ElementDataFile = %s%d.raw 1 3 1 | %03d",
        "ElementDataFile = LOCAL | ElementDataFile = a%d.raw 1 999999 1 | too many",
        "ElementDataFile = LOCAL | ElementDataFile = ../secret.raw | ../secret.raw",
        "ElementDataFile = LOCAL | ElementDataFile = /etc/passwd | /etc/passwd",
        "ElementDataFile = LOCAL | ElementDataFile = absent.raw | absent.raw",
        "ElementDataFile = LOCAL | Comment = none | ElementDataFile",
        "CompressedData = False | CompressedData = True | image.mha",
      })
  void refusesWhatItCannotRead(String part, String instead, String words) throws IOException {
    String header = HEADER.replace(part, instead == null ? "" : instead);
    Path file = local(header, shorts(ByteOrder.LITTLE_ENDIAN, 60));
    String message = assertThrows(IOException.class, () -> MetaImage.readVolume(file)).getMessage();
    assertTrue(message.contains(words), message);
    assertTrue(message.contains(folder.toString()), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void slicesInFilesOfTheirOwnAreReadFromTheHeadersFolderOnly() throws IOException {
    byte[] all = shorts(ByteOrder.LITTLE_ENDIAN, 60);
    for (int slice = 0; slice < 3; slice++) {
      byte[] with = new byte[4 + 40 + 4]; // something before it and behind it
      System.arraycopy(all, 40 * slice, with, 4, 40);
      Files.write(folder.resolve("s%02d.raw".formatted(slice + 1)), with);
    }
    String skip = HEADER.replace("ElementDataFile", "HeaderSize = 4\nElementDataFile");
    Path header = folder.resolve("list.mhd");
    Files.writeString(header, skip.replace("LOCAL", "LIST") + "s01.raw\ns02.raw\r\ns03.raw\n");
    assertCounting(MetaImage.readVolume(header));
    Files.writeString(header, skip.replace("LOCAL", "s%02d.raw 1 3 1"));
    assertCounting(MetaImage.readVolume(header));
    Files.writeString(header, skip.replace("LOCAL", "LIST") + "s01.raw\ns02.raw\n");
    assertRefused(header, "as many files as there are slices, 3");
    Path outside = Files.createDirectory(folder.resolve("inner")).resolve("list.mhd");
    Files.writeString(outside, skip.replace("LOCAL", "LIST") + "../s01.raw\n".repeat(3));
    assertRefused(outside, "in the header's folder");
    Files.createSymbolicLink(folder.resolve("inner/link.raw"), folder.resolve("s01.raw"));
    Files.writeString(outside, skip.replace("LOCAL", "LIST") + "link.raw\n".repeat(3));
    assertRefused(outside, "in the header's folder");
  }

  private static void assertRefused(Path header, String words) {
    String message =
        assertThrows(IOException.class, () -> MetaImage.readVolume(header)).getMessage();
    assertTrue(message.contains(words), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 300})
  void refusesTruncatedFiles(int left) throws IOException {
    byte[] data = zlib(shorts(ByteOrder.LITTLE_ENDIAN, 60));
    for (String header : new String[] {HEADER, HEADER.replace("Data = False", "Data = True")}) {
      byte[] whole = Files.readAllBytes(local(header, data));
      Path file = Files.write(folder.resolve("cut.mha"), Arrays.copyOf(whole, left));
      String message =
          assertThrows(IOException.class, () -> MetaImage.readVolume(file)).getMessage();
      assertTrue(message.contains("cut.mha"), message);
    }
  }

  @Test
  void asksForLittleMemoryBeforeTheVoxelsArrive() throws IOException {
    String large = HEADER.replace("DimSize = 5 4 3", "DimSize = 1000 1000 900");
    byte[] noise = new byte[2_000_000];
    new Random(1).nextBytes(noise);
    Path plain = local(large, noise);
    assertCheap(plain);
    assertCheap(local(large.replace("Data = False", "Data = True"), zlib(noise)));
    assertCheap(local("x".repeat(3_000_000), noise));
  }

  private static void assertCheap(Path file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThrows(IOException.class, () -> MetaImage.readVolume(file));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 50_000_000, () -> allocated + " bytes of memory");
  }

  @Test
  void survivesTwoThousandRandomHeaders() throws IOException {
    Random random = new Random(20);
    byte[] data = shorts(ByteOrder.LITTLE_ENDIAN, 60);
    byte[] plain = Files.readAllBytes(local(HEADER, data));
    byte[] packed =
        Files.readAllBytes(local(HEADER.replace("Data = False", "Data = True"), zlib(data)));
    int[] refused = new int[1];
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int n = 0; n < 2000; n++) {
            byte[] bytes = (n % 2 == 0 ? plain : packed).clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
              bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(i % 2 == 0 ? 256 : 58);
            }
            Path file = Files.write(folder.resolve("fuzz.mha"), bytes);
            try {
              assertTrue(MetaImage.readVolume(file).data().length <= 100_000);
            } catch (IOException expected) {
              refused[0]++;
            }
          }
        });
    assertTrue(refused[0] > 500 && refused[0] < 1900, refused[0] + " refused");
  }
}
