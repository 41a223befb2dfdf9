package io.firenet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LargestComponentTests {

  @Test
  void smallerIslandsOfTheGivenLabelsBecomeBackground() {
    short[] row = {1, 1, 0, 1, 2, 0, 2, 2, 3, 0, 3};
    LabelMap map = new LabelMap(ImageGeometry.axisAligned(new GridSize(1, 1, row.length), 1), row);
    LargestComponent.keep(map, Set.of(1, 2));
    assertArrayEquals(new short[] {1, 1, 0, 0, 0, 0, 2, 2, 3, 0, 3}, map.data());
  }

  @Test
  void agreesWithAFloodFill() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      GridSize size =
          new GridSize(1 + random.nextInt(7), 1 + random.nextInt(7), 1 + random.nextInt(7));
      short[] data = new short[(int) size.voxels()];
      for (int i = 0; i < data.length; i++) {
        data[i] = (short) Math.max(0, random.nextInt(4) - 1);
      }
      short[] expected = data.clone();
      flood(expected, size, (short) 1);
      flood(expected, size, (short) 2);
      LabelMap map = new LabelMap(ImageGeometry.axisAligned(size, 1), data);
      LargestComponent.keep(map, Set.of(1, 2));
      assertArrayEquals(expected, data, "seed " + seed);
    }
  }

  @Test
  void manyRunsFit() {
    GridSize size = new GridSize(40, 41, 41);
    short[] data = new short[(int) size.voxels()];
    for (int i = 0; i < data.length; i += 2) {
      data[i] = 1; // a checkerboard: no two touch
    }
    LargestComponent.keep(new LabelMap(ImageGeometry.axisAligned(size, 1), data), Set.of(1));
    assertTrue(data[0] == 1, "of equals the first is kept");
    data[0] = 0;
    assertArrayEquals(new short[data.length], data);
  }

  /** Keeps a label's largest component, found voxel by voxel. */
  private static void flood(short[] data, GridSize size, short label) {
    int[] component = new int[data.length];
    int best = 0;
    int bestVoxels = 0;
    for (int i = 0; i < data.length; i++) {
      if (data[i] == label && component[i] == 0) {
        int voxels = fill(data, size, component, i);
        if (voxels > bestVoxels) {
          best = i + 1;
          bestVoxels = voxels;
        }
      }
    }
    for (int i = 0; i < data.length; i++) {
      if (data[i] == label && component[i] != best) {
        data[i] = 0;
      }
    }
  }

  private static int fill(short[] data, GridSize size, int[] component, int seed) {
    Deque<Integer> open = new ArrayDeque<>();
    open.add(seed);
    component[seed] = seed + 1;
    int voxels = 0;
    while (!open.isEmpty()) {
      int at = open.remove();
      voxels++;
      int x = at % size.width();
      int y = at / size.width() % size.height();
      int z = at / size.width() / size.height();
      int[][] next = {
        {x - 1, y, z}, {x + 1, y, z}, {x, y - 1, z}, {x, y + 1, z}, {x, y, z - 1}, {x, y, z + 1}
      };
      for (int[] n : next) {
        int i = (n[2] * size.height() + n[1]) * size.width() + n[0];
        boolean inside =
            n[0] >= 0
                && n[0] < size.width()
                && n[1] >= 0
                && n[1] < size.height()
                && n[2] >= 0
                && n[2] < size.depth();
        if (inside && data[i] == data[seed] && component[i] == 0) {
          component[i] = seed + 1;
          open.add(i);
        }
      }
    }
    return voxels;
  }
}
