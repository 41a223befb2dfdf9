package io.firenet.core.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArenaTests {

  @Test
  void tensorsNeverOverlapAndLieAlignedInGrowingBlocks() {
    try (Arena arena = new Arena()) {
      Random random = new Random(3);
      for (int step = 0; step < 5; step++) {
        arena.reset(0);
        List<HostTensor> live = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
          if (!live.isEmpty() && random.nextInt(3) == 0) {
            HostTensor released = live.remove(random.nextInt(live.size()));
            assertOwn(released);
            arena.release(released);
          } else {
            HostTensor tensor = arena.tensor(1 + random.nextInt(9), size(random));
            assertEquals(0, tensor.address() % 64);
            tensor.values().put(0, marks(tensor));
            live.add(tensor);
          }
        }
        live.forEach(ArenaTests::assertOwn);
      }
    }
  }

  @Test
  void releasedMemoryIsUsedAgain() {
    try (Arena arena = new Arena()) {
      arena.reset(0);
      GridSize size = new GridSize(20, 20, 20);
      for (int i = 0; i < 1000; i++) {
        arena.release(arena.tensor(8, size));
      }
      assertEquals(8 * size.voxels() * Float.BYTES, arena.peakBytes());
    }
  }

  @Test
  void memoryOfOthersIsLeftAlone() {
    try (Arena one = new Arena();
        Arena other = new Arena()) {
      one.reset(0);
      other.reset(0);
      HostTensor tensor = one.array(16);
      other.release(tensor);
      tensor.values().put(0, marks(tensor));
      other.array(16).values().put(0, new float[16]);
      assertOwn(tensor);
    }
  }

  private static GridSize size(Random random) {
    return new GridSize(1 + random.nextInt(30), 1 + random.nextInt(30), 1 + random.nextInt(30));
  }

  private static float[] marks(HostTensor tensor) {
    float[] marks = new float[(int) tensor.length()];
    Arrays.fill(marks, Long.hashCode(tensor.address()));
    return marks;
  }

  private static void assertOwn(HostTensor tensor) {
    float[] found = new float[(int) tensor.length()];
    tensor.values().get(found);
    assertTrue(Arrays.equals(marks(tensor), found), "overwritten by another tensor");
  }
}
