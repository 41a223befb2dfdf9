package io.firenet.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Files of the cache count as right while preprocessing is what it was when they were written. */
class CacheVersionTests {

  private static final int VERSION = 1;
  private static final long PREPROCESSED = 2749515925L;

  @Test
  void preprocessingIsThatOfTheVersion() {
    GridSize size = new GridSize(7, 9, 11);
    ImageGeometry grid =
        new ImageGeometry(size, Affine.of(0, -1.3, 0.2, 5, 0.7, 0, 0, -3, 0, 0.1, 2.5, 8));
    float[] image = new float[2 * (int) size.voxels()];
    short[] labels = new short[(int) size.voxels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = i * 31 % 97 - 5;
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) (i * 7 % 3);
    }
    Preprocessor preprocessor = new Preprocessor(PreprocessingPlan.PAPER);
    CRC32C sum = new CRC32C();
    for (float value : preprocessor.image(new Volume(grid, 2, image)).data()) {
      update(sum, Math.round(value * 1e4f)); // to four digits, as rounding may differ by platform
    }
    for (short label : preprocessor.labels(new LabelMap(grid, labels)).data()) {
      update(sum, label);
    }
    assertEquals(
        PREPROCESSED,
        sum.getValue(),
        "preprocessing gives something else than before: raise VolumeCache.VERSION, so that files"
            + " of caches are made anew, and put the new version and sum into this test");
    assertEquals(VERSION, VolumeCache.VERSION);
  }

  private static void update(CRC32C sum, int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      sum.update(value >> shift);
    }
  }
}
