package io.firenet.core.engine.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LabelPyramidTests {

  private static final short X = LabelMap.IGNORED;

  @Test
  void takesTheNearestVoxel() {
    short[] line = {0, 1, 2, 3, 4};
    assertArrayEquals(
        new short[] {0, 2, 4}, // at 0.83, 2.5 and 4.17
        LabelPyramid.nearest(line, new GridSize(1, 1, 5), new GridSize(1, 1, 3)));
  }

  @Test
  void takesTheNearestOfWhatIsKnown() {
    short[] line = {X, 1, X, X, X, X, 2, 3};
    assertArrayEquals(
        new short[] {1, X, 2}, // of voxels 0–1, 2–4 and 5–7
        LabelPyramid.nearest(line, new GridSize(1, 1, 8), new GridSize(1, 1, 3)));
  }

  /** Every tenth slice of twenty, none of which is in the middle of four. */
  @Test
  void aLabelledSliceIsNotPassedOver() {
    GridSize size = new GridSize(20, 4, 4);
    short[] labels = new short[(int) size.voxels()];
    Arrays.fill(labels, X);
    for (int z = 5; z < 20; z += 10) {
      Arrays.fill(labels, z * 16, (z + 1) * 16, (short) 1);
    }
    short[] quarter = LabelPyramid.nearest(labels, size, new GridSize(5, 1, 1));
    assertArrayEquals(new short[] {X, 1, X, 1, X}, quarter);
    assertEquals(5, quarter.length);
  }
}
