package io.firenet.preprocess;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import java.util.Locale;
import java.util.stream.IntStream;

/** The way from one grid to its RAS-ordered, isotropic counterpart, worked out once per case. */
final class Resampling {

  /** Spacings that differ by less than this fraction count as equal. */
  private static final double SPACING_TOLERANCE = 1e-3;

  private final ImageGeometry target;
  private final AxisSampling[] axes;
  private final boolean identity;

  Resampling(ImageGeometry source, double spacingMm) {
    Orientation orientation = Orientation.closestRas(source.voxelToWorld());
    ImageGeometry oriented = orientation.apply(source);
    Affine from = oriented.voxelToWorld();
    int[] sides = new int[3];
    double[] steps = new double[3];
    boolean kept = true;
    for (int axis = 0; axis < 3; axis++) {
      int side = Orientation.side(oriented.size(), axis);
      double spacing = from.columnNorm(axis);
      if (Math.abs(spacing / spacingMm - 1) <= SPACING_TOLERANCE) {
        sides[axis] = side;
        steps[axis] = 1;
      } else {
        sides[axis] = resampledSide(source, side * spacing / spacingMm);
        steps[axis] = spacingMm / spacing;
        kept = false;
      }
    }
    if (GridSize.exceeds(Integer.MAX_VALUE - 8, sides[2], sides[1], sides[0])) {
      throw tooLarge(source, "a grid of %s×%s×%s".formatted(sides[2], sides[1], sides[0]));
    }
    identity = kept && orientation.isIdentity();
    target = identity ? source : kept ? oriented : geometry(oriented, sides, steps);
    int[] strides = {1, source.size().width(), source.size().width() * source.size().height()};
    axes = new AxisSampling[3];
    for (int axis = 0; axis < 3; axis++) {
      int stride = strides[orientation.sourceAxis()[axis]];
      axes[axis] =
          AxisSampling.of(
              Orientation.side(oriented.size(), axis),
              sides[axis],
              steps[axis],
              orientation.flipped()[axis] ? -stride : stride);
    }
  }

  private static int resampledSide(ImageGeometry source, double side) {
    if (side > Integer.MAX_VALUE) {
      throw tooLarge(source, String.format(Locale.ROOT, "a side of %.3g voxels", side));
    }
    return (int) Math.max(1, Math.round(side));
  }

  private static IllegalArgumentException tooLarge(ImageGeometry source, String what) {
    double[] mm = source.spacingMm();
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "resampling %s voxels of %.4g×%.4g×%.4g mm gives %s, too large for memory; check that the spacing is in millimetres",
            source.size(),
            mm[0],
            mm[1],
            mm[2],
            what));
  }

  private static ImageGeometry geometry(ImageGeometry oriented, int[] sides, double[] steps) {
    Affine from = oriented.voxelToWorld();
    double[] rows = new double[12];
    for (int row = 0; row < 3; row++) {
      double origin = from.get(row, 3);
      for (int axis = 0; axis < 3; axis++) {
        double column = from.get(row, axis);
        rows[row * 4 + axis] = column * steps[axis];
        origin += column * (Orientation.side(oriented.size(), axis) - 1) / 2;
        origin -= column * steps[axis] * (sides[axis] - 1) / 2;
      }
      rows[row * 4 + 3] = origin;
    }
    return new ImageGeometry(new GridSize(sides[2], sides[1], sides[0]), Affine.of(rows));
  }

  ImageGeometry target() {
    return target;
  }

  /** Whether the target is the source itself, voxel for voxel. */
  boolean isIdentity() {
    return identity;
  }

  /**
   * Trilinear: one channel that starts at {@code fromBase} to one that starts at {@code toBase}.
   */
  void linear(float[] from, int fromBase, float[] to, int toBase) {
    GridSize size = target.size();
    int[] first = axes[0].first();
    int[] second = axes[0].second();
    double[] weight = axes[0].weight();
    IntStream.range(0, size.depth())
        .parallel()
        .forEach(
            z -> {
              double wz = axes[2].weight()[z];
              int near = fromBase + axes[2].first()[z];
              int far = fromBase + axes[2].second()[z];
              int out = toBase + z * size.height() * size.width();
              for (int y = 0; y < size.height(); y++) {
                double wy = axes[1].weight()[y];
                int a = near + axes[1].first()[y];
                int b = near + axes[1].second()[y];
                int c = far + axes[1].first()[y];
                int d = far + axes[1].second()[y];
                for (int x = 0; x < size.width(); x++) {
                  int x0 = first[x];
                  int x1 = second[x];
                  double wx = weight[x];
                  double nearRow =
                      mix(
                          mix(from[a + x0], from[a + x1], wx),
                          mix(from[b + x0], from[b + x1], wx),
                          wy);
                  double farRow =
                      mix(
                          mix(from[c + x0], from[c + x1], wx),
                          mix(from[d + x0], from[d + x1], wx),
                          wy);
                  to[out++] = (float) mix(nearRow, farRow, wz);
                }
              }
            });
  }

  /** Exact for equal neighbours, so a constant image stays constant. */
  private static double mix(double a, double b, double weight) {
    return a + weight * (b - a);
  }

  /** Nearest neighbour. */
  short[] nearest(short[] from) {
    GridSize size = target.size();
    short[] to = new short[(int) size.voxels()];
    int[] columns = axes[0].nearest();
    IntStream.range(0, size.depth())
        .parallel()
        .forEach(
            z -> {
              int out = z * size.height() * size.width();
              for (int y = 0; y < size.height(); y++) {
                int row = axes[2].nearest()[z] + axes[1].nearest()[y];
                for (int x = 0; x < size.width(); x++) {
                  to[out++] = from[row + columns[x]];
                }
              }
            });
    return to;
  }
}
