package io.firenet.format;

import io.firenet.format.nifti.NiftiBytes;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelCardJson;
import io.firenet.model.Provenance;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.testkit.FuzzRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged pairs and headers of more kinds than the contract tests make, and model cards. */
class FuzzTests {

  private static final FuzzRun FUZZ = new FuzzRun(4 << 20);

  @TempDir private Path folder;

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
    FUZZ.repeat(
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
    FUZZ.repeat(
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
  void modelCards() throws IOException {
    String json =
        ModelCardJson.toJson(
            ModelCard.builder("firenet", "phantom")
                .parameters(30_050_000)
                .title("Phantom")
                .objective("segmentation")
                .channels("CT")
                .labels("background", "liver")
                .preprocessing(PreprocessingPlan.PAPER)
                .licence("CC0")
                .citation("cite")
                .provenance(
                    Provenance.builder("1")
                        .trainedOn(Map.of("phantom", 4))
                        .finishedAt("2026-01-01")
                        .metrics(Map.of("dice", 0.5))
                        .build())
                .build());
    FUZZ.repeat(
        mutations -> {
          String damaged = mutations.damage(json);
          return () -> ModelCardJson.fromJson(damaged);
        });
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
