package io.firenet.preprocess;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import java.util.stream.IntStream;

/**
 * Brings logits on the network's grid, slab by slab, onto another grid by trilinear interpolation.
 * Voxels outside the network's grid take the nearest logits inside.
 */
final class GridProjection {

  /** What happens at a voxel of the target. */
  private interface Voxel {
    void visit(int index, Trilinear position);
  }

  private final int classes;
  private final GridSize target;
  private final Affine toGrid;

  GridProjection(int classes, ImageGeometry networkGrid, ImageGeometry target) {
    this.classes = classes;
    this.target = target.size();
    // Exact, so that no position is off by rounding.
    this.toGrid =
        networkGrid.equals(target)
            ? Affine.scaling(1, 1, 1)
            : networkGrid.voxelToWorld().inverse().after(target.voxelToWorld());
  }

  /**
   * Sets the labels of all voxels that the slab decides: the class with the largest interpolated
   * logit, the lowest of equals.
   *
   * @param labels {@code [D,H,W]} of the target
   */
  void labels(LogitsSlab slab, short[] labels) {
    short[] winners = winners(slab);
    visit(
        slab,
        (index, position) ->
            // A class that wins at all eight corners wins everywhere between them.
            labels[index] =
                position.isUniform(winners) ? position.firstOf(winners) : winner(slab, position));
  }

  /**
   * Sets the logits of all voxels that the slab decides.
   *
   * @param logits {@code [K,D,H,W]} of the target
   */
  void logits(LogitsSlab slab, float[] logits) {
    int voxels = (int) target.voxels();
    visit(
        slab,
        (index, position) -> {
          for (int k = 0; k < classes; k++) {
            logits[k * voxels + index] = position.valueOf(slab.data(), slab.base(k));
          }
        });
  }

  private void visit(LogitsSlab slab, Voxel voxel) {
    IntStream.range(0, target.depth())
        .parallel()
        .forEach(
            z -> {
              Trilinear position = new Trilinear(slab.size());
              for (int y = 0; y < target.height(); y++) {
                double start = toGrid.apply(2, 0, y, z);
                if (slab.decidesNone(start, toGrid.apply(2, target.width() - 1, y, z))) {
                  continue;
                }
                int row = (z * target.height() + y) * target.width();
                for (int x = 0; x < target.width(); x++) {
                  double plane = toGrid.apply(2, x, y, z);
                  if (slab.decides(plane)) {
                    position.moveTo(
                        toGrid.apply(0, x, y, z), toGrid.apply(1, x, y, z), plane - slab.from());
                    voxel.visit(row + x, position);
                  }
                }
              }
            });
  }

  private short winner(LogitsSlab slab, Trilinear position) {
    short best = 0;
    float max = position.valueOf(slab.data(), slab.base(0));
    for (int k = 1; k < classes; k++) {
      float value = position.valueOf(slab.data(), slab.base(k));
      if (value > max) {
        max = value;
        best = (short) k;
      }
    }
    return best;
  }

  /** The classes with the largest logits on the slab's final planes. */
  private short[] winners(LogitsSlab slab) {
    GridSize size = slab.size();
    int plane = size.height() * size.width();
    float[] logits = slab.data();
    short[] winners = new short[(int) size.voxels()];
    IntStream.range(0, size.depth())
        .parallel()
        .forEach(
            z -> {
              float[] max = new float[plane];
              System.arraycopy(logits, slab.base(0) + z * plane, max, 0, plane);
              for (int k = 1; k < classes; k++) {
                int in = slab.base(k) + z * plane;
                for (int i = 0; i < plane; i++) {
                  if (logits[in + i] > max[i]) {
                    max[i] = logits[in + i];
                    winners[z * plane + i] = (short) k;
                  }
                }
              }
            });
    return winners;
  }
}
