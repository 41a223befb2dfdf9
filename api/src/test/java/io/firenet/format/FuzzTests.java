package io.firenet.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.firenet.format.metaimage.MetaImage;
import io.firenet.format.nifti.NiftiBytes;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelCardJson;
import io.firenet.model.Provenance;
import io.firenet.preprocess.PreprocessingPlan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of damaged files end in a result or an {@link IOException} of one line, soon, and
 * without more memory than their size allows. {@code -Dfirenet.fuzz.cases=100000} tries more,
 * {@code -Dfirenet.fuzz.seed=7} others.
 */
class FuzzTests {

  /** Bytes that a reader may allocate for one of these small files, all buffers included. */
  private static final long BUDGET_BYTES = 4 << 20;

  private static final double MAX_SECONDS = 5;
  private static final int CASES = Integer.getInteger("firenet.fuzz.cases", 2400);
  private static final long SEED = Long.getLong("firenet.fuzz.seed", 1);

  private static final String META_IMAGE =
      """
      ObjectType = Image
      NDims = 3
      BinaryData = True
      BinaryDataByteOrderMSB = False
      CompressedData = False
      TransformMatrix = 1 0 0 0 1 0 0 0 1
      Offset = -10 20 3.5
      ElementSpacing = 0.5 0.5 2
      DimSize = 5 4 3
      ElementNumberOfChannels = 1
      ElementType = MET_SHORT
      ElementDataFile = LOCAL
      """;

  @TempDir private Path folder;

  /** What is tried on a damaged input. */
  private interface Reading {
    void run() throws IOException;
  }

  @Test
  void nifti() throws IOException {
    List<byte[]> valid =
        List.of(
            first(),
            NiftiBytes.gzip(first()),
            second(),
            NiftiBytes.gzip(second()),
            NiftiBytes.single(64, 5, 4, 3).withData(new byte[480]));
    Path file = folder.resolve("image.nii");
    repeat(
        mutations -> {
          byte[] bytes =
              mutations.any(List.of(0, 1, 2, 3)) == 0
                  ? mutations.randomHeader()
                  : mutations.damage(mutations.any(valid));
          Files.write(file, bytes);
          return () -> read(file);
        });
  }

  @Test
  void analyzePairs() throws IOException {
    NiftiBytes header = new NiftiBytes(1, ByteOrder.BIG_ENDIAN, "\0\0\0", 4, 5, 4, 3);
    Path file = folder.resolve("image.hdr");
    byte[] matrix = spmMatrix();
    repeat(
        mutations -> {
          int damaged = mutations.any(List.of(0, 1, 2));
          byte[] block = header.header.array();
          byte[] voxels = new byte[120];
          Files.write(file, damaged == 0 ? mutations.damage(block) : block);
          Files.write(
              folder.resolve("image.img"), damaged == 1 ? mutations.damage(voxels) : voxels);
          Files.write(
              folder.resolve("image.mat"), damaged == 2 ? mutations.damage(matrix) : matrix);
          return () -> read(file);
        });
  }

  @Test
  void metaImage() throws IOException {
    Path file = folder.resolve("image.mha");
    repeat(
        mutations -> {
          byte[] head = mutations.damage(META_IMAGE).getBytes(StandardCharsets.UTF_8);
          ByteBuffer all = ByteBuffer.allocate(head.length + 120).put(head);
          Files.write(file, all.array());
          return () -> {
            read(file);
            MetaImage.readGeometry(file);
          };
        });
  }

  @Test
  void modelCards() throws IOException {
    String json =
        ModelCardJson.toJson(
            new ModelCard(
                1,
                "firenet",
                30_050_000,
                "phantom",
                "Phantom",
                "segmentation",
                List.of("CT"),
                List.of("background", "liver"),
                List.of(),
                PreprocessingPlan.PAPER,
                "CC0",
                "cite",
                new Provenance(
                    "1", Map.of("phantom", 4), 1, 1, 0.2, "2026-01-01", Map.of("dice", 0.5))));
    repeat(
        mutations -> {
          String damaged = mutations.damage(json);
          return () -> ModelCardJson.fromJson(damaged);
        });
  }

  /** Prepares a damaged input. */
  private interface Preparation {
    Reading prepare(Mutations mutations) throws IOException;
  }

  private static void repeat(Preparation preparation) throws IOException {
    int refused = 0;
    for (int i = 0; i < CASES / 4; i++) {
      Reading reading = preparation.prepare(new Mutations(SEED * 1_000_003 + i));
      refused += isRefused(reading, i) ? 1 : 0;
    }
    assertTrue(refused > CASES / 40, () -> "the damage hardly ever matters");
    assertTrue(refused < CASES / 4, () -> "nothing gets past the first check");
  }

  private static boolean isRefused(Reading reading, int index) {
    String which = "case %d of seed %d: ".formatted(index, SEED);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    boolean refused = false;
    try {
      reading.run();
    } catch (IOException e) {
      refused = true;
      assertEquals(1, String.valueOf(e.getMessage()).lines().count(), () -> which + e);
    } catch (RuntimeException | Error e) {
      fail(which + e, e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
    assertTrue(seconds < MAX_SECONDS, () -> which + seconds + " s");
    assertTrue(bytes < BUDGET_BYTES, () -> which + bytes + " bytes allocated");
    return refused;
  }

  private static void read(Path file) throws IOException {
    ImageFormats.readVolume(file);
    ImageFormats.readLabels(file);
  }

  private static byte[] first() {
    NiftiBytes bytes = NiftiBytes.single(4, 5, 4, 3);
    bytes.scaling(2, 1).qform(1, 0, 0, 0.6, 1, 2, 3).sform(2, 1, 0, 0, 5, 0, 1, 0, 6, 0, 0, 2, 7);
    return bytes.withData(bytes.counting(4, 60));
  }

  private static byte[] second() {
    NiftiBytes bytes = new NiftiBytes(2, ByteOrder.BIG_ENDIAN, "n+2", 16, 5, 4, 3, 2);
    return bytes.withData(bytes.counting(16, 120));
  }

  private static byte[] spmMatrix() {
    ByteBuffer out = ByteBuffer.allocate(2 * (20 + 4 + 128)).order(ByteOrder.LITTLE_ENDIAN);
    for (String name : List.of("M\0\0\0", "mat\0")) {
      out.putInt(0).putInt(4).putInt(4).putInt(0).putInt(4);
      out.put(name.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 16; i++) {
        out.putDouble(i % 5 == 0 ? 2 : i == 13 ? -30 : 0);
      }
    }
    return out.array();
  }
}
