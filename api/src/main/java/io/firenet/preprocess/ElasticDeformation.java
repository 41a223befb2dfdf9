package io.firenet.preprocess;

import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The random smooth deformation that augments training: displacements from a cubic B-spline with
 * normally distributed control points, with a small rotation and scaling about the centre if asked
 * for.
 *
 * <p>A displacement's gradient has a standard deviation of about {@code 1.18 · displacementSdMm /
 * controlSpacingMm}; the default's 0.15 keeps the deformation free of folds.
 *
 * @param controlSpacingMm distance of the control points, at least 2 voxels are used
 * @param displacementSdMm standard deviation of each component of the displacement; 0 for none
 * @param rotationSdDegrees standard deviation of the angle about each axis; 0 for none
 * @param scaleSd standard deviation of the logarithm of the scale; 0 for none
 */
public record ElasticDeformation(
    double controlSpacingMm, double displacementSdMm, double rotationSdDegrees, double scaleSd) {

  /** Elastic only, as in the paper, in a strength for images of about 1 mm: 2 mm every 16 mm. */
  public static final ElasticDeformation DEFAULT = new ElasticDeformation(16, 2, 0, 0);

  private static final boolean[] NO_FLIP = new boolean[3];

  /**
   * Checks what it is made of.
   *
   * @param controlSpacingMm distance of the control points, at least 2 voxels are used
   * @param displacementSdMm standard deviation of each component of the displacement; 0 for none
   * @param rotationSdDegrees standard deviation of the angle about each axis; 0 for none
   * @param scaleSd standard deviation of the logarithm of the scale; 0 for none
   * @throws IllegalArgumentException if the spacing is not positive or a deviation negative
   */
  public ElasticDeformation {
    if (!(controlSpacingMm > 0
        && displacementSdMm >= 0
        && rotationSdDegrees >= 0
        && scaleSd >= 0
        && Double.isFinite(controlSpacingMm + displacementSdMm + rotationSdDegrees + scaleSd))) {
      throw new IllegalArgumentException(
          "controlSpacingMm must be positive and the deviations not negative, got %s, %s, %s, %s"
              .formatted(controlSpacingMm, displacementSdMm, rotationSdDegrees, scaleSd));
    }
  }

  /**
   * Deforms an image (trilinear) and its labels (nearest) alike; what is pulled in from outside
   * repeats the edge. The result depends on the seed alone, not on the number of threads.
   *
   * @param image {@code [C,D,H,W]}, float32; is not changed
   * @param labels {@code [D,H,W]}, on the image's grid; are not changed
   * @param seed any number; the same one gives the same change
   * @return new arrays on the same grid
   * @throws IllegalArgumentException if image and labels differ in size
   */
  public LabelledVolume apply(Volume image, LabelMap labels, long seed) {
    return apply(image, labels, seed, NO_FLIP);
  }

  /**
   * The same with some axes reversed, in the same resampling.
   *
   * @param flips whether width, height and depth are
   */
  LabelledVolume apply(Volume image, LabelMap labels, long seed, boolean[] flips) {
    LabelledVolume source = new LabelledVolume(image, labels);
    short[] from = source.labels().data();
    short[] to = new short[from.length];
    Volume deformed =
        deform(image, seed, flips, (at, position) -> to[at] = from[position.nearest()]);
    return new LabelledVolume(deformed, new LabelMap(labels.geometry(), to));
  }

  /**
   * Deforms an image alone, as {@link #apply(Volume, LabelMap, long)} does with the same seed.
   *
   * @param image {@code [C,D,H,W]}, float32; is not changed
   * @param seed any number; the same one gives the same change
   * @return a new array on the same grid
   */
  public Volume apply(Volume image, long seed) {
    return apply(image, seed, NO_FLIP);
  }

  /** The same with some axes reversed, see {@link #apply(Volume, LabelMap, long, boolean[])}. */
  Volume apply(Volume image, long seed, boolean[] flips) {
    return deform(image, seed, flips, (at, position) -> {});
  }

  /** Told from where each voxel of the result is taken. */
  private interface Visitor {
    void visit(int at, Trilinear position);
  }

  private Volume deform(Volume image, long seed, boolean[] flips, Visitor visitor) {
    GridSize size = image.size();
    Random random = new Random(new SplittableRandom(seed).nextLong());
    double[] spacing = axisSpacing(image.geometry());
    double[][] linear = linear(spacing, random);
    for (double[] row : linear) {
      for (int axis = 0; axis < 3; axis++) {
        row[axis] *= flips[axis] ? -1 : 1;
      }
    }
    double[] controlSpacing = new double[3];
    double[] deviation = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      controlSpacing[axis] = Math.max(2, controlSpacingMm / spacing[axis]);
      deviation[axis] = displacementSdMm / spacing[axis];
    }
    SplineField field = new SplineField(size, controlSpacing, deviation, random);
    float[] deformed = new float[image.data().length];
    IntStream.range(0, size.depth())
        .parallel()
        .forEach(z -> slice(image, field, linear, z, deformed, visitor));
    return new Volume(image.geometry(), image.channels(), deformed);
  }

  private static void slice(
      Volume image,
      SplineField field,
      double[][] linear,
      int z,
      float[] deformed,
      Visitor visitor) {
    GridSize size = image.size();
    float[] data = image.data();
    int voxels = (int) size.voxels();
    Trilinear position = new Trilinear(size);
    double[] controlRow = new double[field.controlRowLength()];
    double[][] shift = new double[3][size.width()];
    double cx = (size.width() - 1) / 2.0;
    double cy = (size.height() - 1) / 2.0;
    double cz = (size.depth() - 1) / 2.0;
    for (int y = 0; y < size.height(); y++) {
      for (int component = 0; component < 3; component++) {
        field.row(component, z, y, controlRow, shift[component]);
      }
      int out = (z * size.height() + y) * size.width();
      for (int x = 0; x < size.width(); x++) {
        position.moveTo(
            cx + turned(linear[0], x - cx, y - cy, z - cz) + shift[0][x],
            cy + turned(linear[1], x - cx, y - cy, z - cz) + shift[1][x],
            cz + turned(linear[2], x - cx, y - cy, z - cz) + shift[2][x]);
        for (int base = 0; base < data.length; base += voxels) {
          deformed[base + out + x] = position.valueOf(data, base);
        }
        visitor.visit(out + x, position);
      }
    }
  }

  private static double turned(double[] row, double x, double y, double z) {
    return row[0] * x + row[1] * y + row[2] * z;
  }

  /** Spacing along width, height, depth. */
  private static double[] axisSpacing(ImageGeometry geometry) {
    double[] mm = geometry.spacingMm();
    return new double[] {mm[2], mm[1], mm[0]};
  }

  /** Rotation and scaling in voxels, {@code S⁻¹·s·R·S} with S the spacing. */
  private double[][] linear(double[] spacing, Random random) {
    double[][] matrix = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int axis = 0; axis < 3; axis++) {
      double angle = Math.toRadians(random.nextGaussian() * rotationSdDegrees);
      int a = (axis + 1) % 3;
      int b = (axis + 2) % 3;
      for (double[] row : matrix) {
        double first = row[a] * Math.cos(angle) + row[b] * Math.sin(angle);
        row[b] = row[b] * Math.cos(angle) - row[a] * Math.sin(angle);
        row[a] = first;
      }
    }
    double scale = Math.exp(random.nextGaussian() * scaleSd);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        matrix[row][column] *= scale * spacing[column] / spacing[row];
      }
    }
    return matrix;
  }
}
