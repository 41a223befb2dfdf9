package io.firenet.core.picture;

import io.firenet.volume.Affine;

/**
 * Which voxel axis runs closest to which anatomical axis.
 *
 * @param voxelAxis for right, front, head: 0 (width), 1 (height) or 2 (depth)
 * @param reversed for the same: whether the voxel index falls in that direction
 */
record ViewOrientation(int[] voxelAxis, boolean[] reversed) {

  private static final int[][] PERMUTATIONS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  static ViewOrientation of(Affine voxelToWorld) {
    int[] best = PERMUTATIONS[0];
    double bestFit = -1;
    for (int[] candidate : PERMUTATIONS) {
      double fit = 0;
      for (int world = 0; world < 3; world++) {
        fit += Math.abs(cosine(voxelToWorld, world, candidate[world]));
      }
      if (fit > bestFit) {
        bestFit = fit;
        best = candidate;
      }
    }
    boolean[] reversed = new boolean[3];
    for (int world = 0; world < 3; world++) {
      reversed[world] = cosine(voxelToWorld, world, best[world]) < 0;
    }
    return new ViewOrientation(best, reversed);
  }

  private static double cosine(Affine affine, int world, int voxel) {
    return affine.get(world, voxel) / affine.columnNorm(voxel);
  }
}
