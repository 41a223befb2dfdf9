package io.firenet.format.nifti;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ITK writes the channels of an image of vectors along the fifth axis. */
class VectorImageTests {

  @TempDir private Path folder;

  @Test
  void theFifthAxisHoldsTheChannelsIfTheFourthHasNone() throws IOException {
    NiftiBytes four = NiftiBytes.single(4, 3, 4, 5, 2);
    NiftiBytes five = NiftiBytes.single(4, 3, 4, 5, 1, 2);
    byte[] data = four.counting(4, 120);
    Volume expected =
        Nifti.readVolume(NiftiBytes.write(folder.resolve("4d.nii"), four.withData(data)));
    Volume found =
        Nifti.readVolume(NiftiBytes.write(folder.resolve("5d.nii"), five.withData(data)));
    assertEquals(2, found.channels());
    assertEquals(expected.geometry(), found.geometry());
    assertArrayEquals(expected.data(), found.data());
  }
}
