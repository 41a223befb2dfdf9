package io.firenet.core.engine.onednn.convolution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Numbers of voxels in pieces of few lengths. */
class VoxelPiecesTests {

  private static final int LONGEST = 2048;

  @Test
  void coverEveryNumberWithFewLengthsAndLittleFilling() {
    VoxelPieces pieces = new VoxelPieces(LONGEST);
    Set<Integer> lengths = new HashSet<>();
    for (int voxels = 1; voxels < 20_000; voxels++) {
      int left = voxels;
      int before = LONGEST;
      while (left > 0) {
        int length = pieces.next(left);
        int filled = Math.max(0, length - left);
        assertTrue(length <= before, voxels + " voxels: longer than the piece before");
        assertTrue(filled <= Math.max(127, left / 4), voxels + " voxels: " + filled + " filled");
        lengths.add(length);
        before = length;
        left -= length;
      }
    }
    assertTrue(lengths.size() <= 9, lengths::toString);
  }
}
