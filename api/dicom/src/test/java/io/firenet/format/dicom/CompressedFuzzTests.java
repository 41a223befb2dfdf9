package io.firenet.format.dicom;

import io.firenet.format.ImageFormats;
import io.firenet.testkit.FuzzRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged slices in every compression, which other programs have written. */
class CompressedFuzzTests {

  /** For a slice of 64×64 or 128×128 pixels; what a header may claim beyond its bytes is 4 MiB. */
  private static final long BUDGET_BYTES = 64 << 20;

  @TempDir private Path folder;

  @Test
  void damageEndsInOneLineSoonAndWithinTheBudget() throws IOException {
    List<byte[]> valid = new ArrayList<>();
    for (String name :
        List.of("MR_small_RLE", "MR_small_jpeg_ls_lossless", "MR_small_jp2klossless")) {
      valid.add(Files.readAllBytes(Tools.pydicomFile(name + ".dcm")));
    }
    String original = Tools.pydicomFile("MR_small.dcm").toString();
    for (String option : List.of("+el", "+e1")) {
      Path out = folder.resolve("original.dcm");
      Tools.run("dcmcjpeg", option, original, out.toString());
      valid.add(Files.readAllBytes(out));
    }
    Path deflated = folder.resolve("deflated.dcm");
    Tools.run("dcmconv", "+td", original, deflated.toString());
    valid.add(Files.readAllBytes(deflated));
    Path file = folder.resolve("damaged.dcm");
    new FuzzRun(BUDGET_BYTES)
        .repeat(
            mutations -> {
              Files.write(file, mutations.damage(mutations.any(valid)));
              return () -> ImageFormats.readVolume(file);
            });
  }
}
