package io.firenet.format.nifti;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.firenet.volume.Volume;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and lying files end in one clear line. */
class NiftiHostileTests {

  @TempDir Path folder;

  private void assertRefused(byte[] bytes, String... words) throws IOException {
    for (byte[] content : new byte[][] {bytes, NiftiBytes.gzip(bytes)}) {
      Path file = NiftiBytes.write(folder.resolve("hostile.nii"), content);
      assertRefused(file, words);
    }
  }

  private static void assertRefused(Path file, String... words) {
    String message = assertThrows(IOException.class, () -> Nifti.readVolume(file)).getMessage();
    assertTrue(message.contains(file.getFileName().toString()), message);
    assertEquals(1, message.lines().count(), message);
    for (String word : words) {
      assertTrue(message.contains(word), () -> "no \"" + word + "\" in: " + message);
    }
  }

  @Test
  void refusesImpossibleAxes() throws IOException {
    byte[] data = new byte[60];
    assertRefused(NiftiBytes.single(2, 3, -4, 5).withData(data), "dim[2]", "-4");
    assertRefused(NiftiBytes.single(2, 3, 0, 5).withData(data), "dim[2]", "found 0");
    assertRefused(NiftiBytes.single(2, 3, 4, 5).dim(0, 8).withData(data), "dim[0]", "found 8");
    assertRefused(NiftiBytes.single(2, 3, 4, 5).dim(0, -3).withData(data), "dim[0]", "found -3");
    assertRefused(NiftiBytes.single(2, 3, 4, 1, 2, 5).withData(data), "dim[5] = 5");
  }

  @Test
  void refusesMoreVoxelsThanTheFileCanHold() throws IOException {
    byte[] data = new byte[60];
    assertRefused(NiftiBytes.single(16, 1000, 1000, 500).withData(data), "2000000000 bytes");
    assertRefused(NiftiBytes.single(2, 3, 4, 6).withData(data), "72 bytes");
    assertRefused(NiftiBytes.single(2, 32767, 32767, 32767).withData(data), "too large");
    NiftiBytes second = new NiftiBytes(2, ByteOrder.BIG_ENDIAN, "n+2", 2, 1L << 40, 1L << 40);
    assertRefused(second.withData(data), "too large");
  }

  @Test
  void asksForLittleMemoryBeforeTheVoxelsArrive() throws IOException {
    byte[] lie = NiftiBytes.single(16, 1000, 1000, 400).withData(new byte[3_000_000]);
    Path plain = NiftiBytes.write(folder.resolve("lie.nii"), lie);
    byte[] noise = new byte[2_000_000];
    new Random(1).nextBytes(noise);
    byte[] longer = NiftiBytes.single(16, 1000, 1000, 400).withData(noise);
    Path compressed = NiftiBytes.write(folder.resolve("lie.nii.gz"), NiftiBytes.gzip(longer));
    for (Path file : new Path[] {plain, compressed}) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      assertRefused(file, "1600000000 bytes");
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < 50_000_000, () -> file + " took " + allocated + " bytes of memory");
    }
  }

  @Test
  void refusesOffsetsOutsideTheFile() throws IOException {
    byte[] data = new byte[60];
    assertRefused(NiftiBytes.single(2, 3, 4, 5).voxOffset(100).withData(data), "vox_offset");
    assertRefused(NiftiBytes.single(2, 3, 4, 5).voxOffset(-352).withData(data), "vox_offset");
    assertRefused(NiftiBytes.single(2, 3, 4, 5).voxOffset(1 << 30).withData(data), "1073741824");
    NiftiBytes second = new NiftiBytes(2, ByteOrder.BIG_ENDIAN, "n+2", 2, 3, 4, 5);
    assertRefused(second.voxOffset(Long.MAX_VALUE).withData(data), "vox_offset");
  }

  @Test
  void refusesTypesThatAreNoScalars() throws IOException {
    byte[] data = new byte[2000];
    assertRefused(NiftiBytes.single(32, 3, 4, 5).withData(data), "complex64");
    assertRefused(NiftiBytes.single(128, 3, 4, 5).withData(data), "RGB24");
    assertRefused(NiftiBytes.single(1536, 3, 4, 5).withData(data), "float128");
    assertRefused(NiftiBytes.single(3, 3, 4, 5).withData(data), "datatype 3");
  }

  @Test
  void refusesAffinesThatCannotBeInverted() throws IOException {
    byte[] data = new byte[60];
    double[] flat = {1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0};
    assertRefused(
        NiftiBytes.single(2, 3, 4, 5).sform(1, flat).withData(data), "cannot be inverted");
    double[] far = {1, 0, 0, Double.NaN, 0, 1, 0, 0, 0, 0, 1, 0};
    assertRefused(NiftiBytes.single(2, 3, 4, 5).sform(1, far).withData(data), "cannot be inverted");
    assertRefused(NiftiBytes.single(2, 3, 4, 5).pixdim(2, 0).withData(data), "cannot be inverted");
    assertRefused(
        NiftiBytes.single(2, 3, 4, 5).qform(1, Double.NaN, 0, 0, 0, 0, 0).withData(data),
        "cannot be inverted");
  }

  @Test
  void refusesWhatIsNoImage() throws IOException {
    assertRefused("not an image at all".getBytes(StandardCharsets.UTF_8), "not a NIfTI");
    assertRefused(new byte[0], "not a NIfTI");
    assertRefused(new NiftiBytes(1, ByteOrder.BIG_ENDIAN, "", 2, 3).withData(new byte[3]), "magic");
    assertRefused(Arrays.copyOf(NiftiBytes.single(2, 3).header.array(), 300), "348 bytes");
    assertRefused(folder.resolve("absent.nii"), "no such file");
    assertRefused(Files.createDirectory(folder.resolve("folder.nii")), "folder");
    NiftiBytes pair = new NiftiBytes(1, ByteOrder.BIG_ENDIAN, "ni1", 2, 3);
    assertRefused(NiftiBytes.write(folder.resolve("half.hdr"), pair.header.array()), "half.img");
  }

  @Test
  void refusesDamagedCompression() throws IOException {
    byte[] noise = new byte[60_000];
    new Random(1).nextBytes(noise);
    byte[] whole = NiftiBytes.gzip(NiftiBytes.single(2, 60, 50, 20).withData(noise));
    for (int length : new int[] {5, 12, 200, 30_000, whole.length - 3}) {
      Path file = folder.resolve("cut.nii.gz");
      assertRefused(NiftiBytes.write(file, Arrays.copyOf(whole, length)), "again");
    }
    byte[] wrongChecksum = whole.clone();
    wrongChecksum[whole.length - 8] ^= 1;
    assertRefused(NiftiBytes.write(folder.resolve("crc.nii.gz"), wrongChecksum), "damaged");
  }

  @Test
  void refusesLabelsThatAreNone() throws IOException {
    for (double value : new double[] {0.5, -1, 32768, Double.NaN, 1e30}) {
      ByteBuffer data = ByteBuffer.allocate(480).order(ByteOrder.LITTLE_ENDIAN);
      data.putDouble(8 * (2 + 3 * (1 + 4 * 3)), value);
      Path file = folder.resolve("labels.nii");
      NiftiBytes.write(file, NiftiBytes.single(64, 3, 4, 5).withData(data.array()));
      String message = assertThrows(IOException.class, () -> Nifti.readLabels(file)).getMessage();
      assertTrue(message.contains("found " + value + " at voxel (2, 1, 3)"), message);
    }
    Path file = folder.resolve("channels.nii");
    NiftiBytes.write(file, NiftiBytes.single(2, 3, 4, 5, 2).withData(new byte[120]));
    String message = assertThrows(IOException.class, () -> Nifti.readLabels(file)).getMessage();
    assertTrue(message.contains("found 2 channels"), message);
  }

  @Test
  void survivesTwoThousandRandomHeaders() throws IOException {
    Random random = new Random(20);
    byte[][] valid = {
      NiftiBytes.single(4, 8, 7, 6).withData(new byte[672]),
      new NiftiBytes(2, ByteOrder.BIG_ENDIAN, "n+2", 16, 8, 7, 3, 2).withData(new byte[1344]),
      new NiftiBytes(1, ByteOrder.BIG_ENDIAN, "", 2, 8, 7, 6).header.array(),
    };
    NiftiBytes.write(folder.resolve("fuzz.img"), new byte[336]);
    int[] refused = new int[1];
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          for (int n = 0; n < 2000; n++) {
            byte[] bytes = valid[n % 3].clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
              // A third of the mutations hit the fields that say how much there is to read.
              int end = i % 3 == 0 ? 120 : Math.min(bytes.length, 560);
              bytes[random.nextInt(end)] = (byte) random.nextInt(256);
            }
            String name = n % 3 == 2 ? "fuzz.hdr" : "fuzz.nii";
            Path file = folder.resolve(name);
            NiftiBytes.write(file, n % 2 == 0 ? bytes : NiftiBytes.gzip(bytes));
            try {
              Volume volume = Nifti.readVolume(file);
              assertTrue(volume.data().length <= 100_000, volume.size().toString());
            } catch (IOException expected) {
              refused[0]++;
            }
          }
        });
    assertTrue(refused[0] > 500 && refused[0] < 1900, refused[0] + " refused");
  }
}
