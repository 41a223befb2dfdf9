package io.firenet.preprocess;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import java.util.List;
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
  private final VoxelRule rule;
  private final GridSize target;
  private final Affine toGrid;

  /** Of classes that exclude each other. */
  GridProjection(int classes, ImageGeometry networkGrid, ImageGeometry target) {
    this(classes, new VoxelRule(classes, List.of(), VoxelRule.LOGIT), networkGrid, target);
  }

  GridProjection(int classes, VoxelRule rule, ImageGeometry networkGrid, ImageGeometry target) {
    this.classes = classes;
    this.rule = rule;
    this.target = target.size();
    // Exact, so that no position is off by rounding.
    this.toGrid =
        networkGrid.equals(target)
            ? Affine.scaling(1, 1, 1)
            : networkGrid.voxelToWorld().inverse().after(target.voxelToWorld());
  }

  /**
   * Sets the labels of all voxels that the slab decides, by the rule and the interpolated logits.
   *
   * @param labels {@code [D,H,W]} of the target
   */
  void labels(LogitsSlab slab, short[] labels) {
    short[] winners = winners(slab);
    visit(
        slab,
        (index, position) ->
            // What wins at all eight corners wins everywhere between them.
            labels[index] =
                rule.label(
                    position.isUniform(winners)
                        ? position.firstOf(winners)
                        : rule.winner(k -> position.valueOf(slab.data(), slab.base(k)))));
  }

  /** Takes the logits of a voxel; from several threads. */
  @FunctionalInterface
  interface LogitsSink {
    void accept(int voxel, float[] logits);
  }

  /** Hands on the logits of all voxels that the slab decides, in an array that is used again. */
  void logits(LogitsSlab slab, LogitsSink sink) {
    ThreadLocal<float[]> values = ThreadLocal.withInitial(() -> new float[classes]);
    visit(
        slab,
        (index, position) -> {
          float[] logits = values.get();
          for (int k = 0; k < classes; k++) {
            logits[k] = position.valueOf(slab.data(), slab.base(k));
          }
          sink.accept(index, logits);
        });
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

  /** The winners on the slab's final planes. */
  private short[] winners(LogitsSlab slab) {
    GridSize size = slab.size();
    int plane = size.height() * size.width();
    short[] winners = new short[(int) size.voxels()];
    IntStream.range(0, size.depth())
        .parallel()
        .forEach(
            z -> {
              int[] bases = rule.bases(k -> slab.base(k) + z * plane);
              rule.winners(slab.data(), bases, plane, winners, z * plane);
            });
    return winners;
  }
}
