package io.firenet.format.nifti;

import io.firenet.format.voxel.ImageHeader;
import io.firenet.volume.Affine;
import java.util.List;

/** The voxel-to-world map of a NIfTI header, and the quaternion form of such a map. */
final class NiftiAffine {

  /** An affine whose columns deviate more from a rotation than this has no quaternion form. */
  private static final double RIGID_TOLERANCE = 1e-5;

  private NiftiAffine() {}

  /**
   * A header's map.
   *
   * @param affine to millimetres
   * @param notes what a user should know of where it comes from
   */
  record Found(Affine affine, List<String> notes) {}

  /**
   * The map of the method that the standard prefers: sform, then qform, then the spacing alone. An
   * sform that is none, such as zeros, gives way to a qform that is one.
   *
   * @param spacing of the axes, in the header's unit
   */
  static Found of(NiftiFields fields, int[] sides, double[] spacing) {
    Affine qform = fields.qformCode() > 0 ? qform(fields, spacing) : null;
    if (fields.sformCode() > 0) {
      double[] rows = new double[12];
      for (int i = 0; i < 12; i++) {
        rows[i] = fields.srow(i / 4, i % 4);
      }
      Affine sform = Affine.of(rows);
      if (qform == null || ImageHeader.isInvertible(sform) || !ImageHeader.isInvertible(qform)) {
        return new Found(sform, List.of());
      }
      return new Found(
          qform,
          List.of(
              "the header's sform %s cannot be inverted, so the qform is taken".formatted(sform)));
    }
    return new Found(qform != null ? qform : centred(sides, spacing), List.of());
  }

  private static Affine qform(NiftiFields fields, double[] spacing) {
    double[] q = new double[6];
    for (int i = 0; i < 6; i++) {
      q[i] = fields.quaternion(i);
    }
    return ofQuaternion(q, spacing, fields.pixdim(0) < 0 ? -1 : 1);
  }

  /**
   * The map of a header without one: the grid's centre is the world's, and the first axis runs to
   * the left, Analyze's convention (nibabel's too; the standard leaves it open).
   */
  static Affine centred(int[] sides, double[] spacing) {
    double[] rows = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      double step = axis == 0 ? -spacing[axis] : spacing[axis];
      rows[axis * 4 + axis] = step;
      rows[axis * 4 + 3] = -step * (sides[axis] - 1) / 2;
    }
    return Affine.of(rows);
  }

  /** The map of b, c, d and the offset; {@code qfac} −1 turns the third axis round. */
  static Affine ofQuaternion(double[] q, double[] spacing, int qfac) {
    double b = q[0];
    double c = q[1];
    double d = q[2];
    double square = b * b + c * c + d * d;
    double a = 0;
    if (square < 1) {
      a = Math.sqrt(1 - square);
    } else {
      // Rounding to float32 can push half turns past length 1.
      double length = Math.sqrt(square);
      b /= length;
      c /= length;
      d /= length;
    }
    double x = spacing[0];
    double y = spacing[1];
    double z = spacing[2] * qfac;
    return Affine.of(
        (a * a + b * b - c * c - d * d) * x,
        2 * (b * c - a * d) * y,
        2 * (b * d + a * c) * z,
        q[3],
        2 * (b * c + a * d) * x,
        (a * a + c * c - b * b - d * d) * y,
        2 * (c * d - a * b) * z,
        q[4],
        2 * (b * d - a * c) * x,
        2 * (c * d + a * b) * y,
        (a * a + d * d - b * b - c * c) * z,
        q[5]);
  }

  /** The handedness that NIfTI calls qfac. */
  static int qfac(Affine affine) {
    return affine.determinant() < 0 ? -1 : 1;
  }

  /** b, c, d and the offset of a map; see {@link #isRigid}. */
  static double[] toQuaternion(Affine affine) {
    double[][] r = new double[3][3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        int sign = column == 2 ? qfac(affine) : 1;
        r[row][column] = sign * affine.get(row, column) / affine.columnNorm(column);
      }
    }
    // Of a, b, c, d compute the largest from the diagonal, the others from it.
    double[] fourSquares = {
      1 + r[0][0] + r[1][1] + r[2][2],
      1 + r[0][0] - r[1][1] - r[2][2],
      1 - r[0][0] + r[1][1] - r[2][2],
      1 - r[0][0] - r[1][1] + r[2][2]
    };
    int largest = 0;
    for (int i = 1; i < 4; i++) {
      if (fourSquares[i] > fourSquares[largest]) {
        largest = i;
      }
    }
    double[][] products = {
      {fourSquares[0], r[2][1] - r[1][2], r[0][2] - r[2][0], r[1][0] - r[0][1]},
      {r[2][1] - r[1][2], fourSquares[1], r[0][1] + r[1][0], r[0][2] + r[2][0]},
      {r[0][2] - r[2][0], r[0][1] + r[1][0], fourSquares[2], r[1][2] + r[2][1]},
      {r[1][0] - r[0][1], r[0][2] + r[2][0], r[1][2] + r[2][1], fourSquares[3]}
    };
    double scale = 0.5 / Math.sqrt(fourSquares[largest]);
    double sign = products[largest][0] < 0 ? -scale : scale;
    return new double[] {
      products[largest][1] * sign,
      products[largest][2] * sign,
      products[largest][3] * sign,
      affine.get(0, 3),
      affine.get(1, 3),
      affine.get(2, 3)
    };
  }

  /** Whether a map is a rotation, a spacing and a flip, all that a quaternion can express. */
  static boolean isRigid(Affine affine) {
    double[] spacing = {affine.columnNorm(0), affine.columnNorm(1), affine.columnNorm(2)};
    Affine rebuilt = ofQuaternion(toQuaternion(affine), spacing, qfac(affine));
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        double difference = Math.abs(rebuilt.get(row, column) - affine.get(row, column));
        if (!(difference <= RIGID_TOLERANCE * spacing[column])) {
          return false;
        }
      }
    }
    return true;
  }
}
