package io.firenet.volume;

import java.util.Arrays;

/**
 * An affine map of 3D space, {@code y = A·x + t}, in double precision.
 *
 * <p>As a voxel-to-world map its input is the voxel index {@code (i, j, k)} in NIfTI's order
 * (width, height, depth) and its output millimetres in RAS+ (x to the patient's right, y to the
 * front, z to the head).
 */
public final class Affine {

  private final double[] rows; // 3 rows of 4, row by row

  private Affine(double[] rows) {
    this.rows = rows;
  }

  /**
   * {@return the map with the given three rows {@code a0 a1 a2 t}}
   *
   * @param rows twelve values, row after row
   */
  public static Affine of(double... rows) {
    if (rows.length != 12) {
      throw new IllegalArgumentException("an affine has 3 rows of 4 values, got " + rows.length);
    }
    return new Affine(rows.clone());
  }

  /**
   * {@return the map that scales the axes by the given spacing and leaves the origin where it is}
   *
   * @param x millimetres from voxel to voxel along the width
   * @param y along the height
   * @param z along the depth
   */
  public static Affine scaling(double x, double y, double z) {
    return new Affine(new double[] {x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0});
  }

  /**
   * {@return the entry at a row (0 to 2) and a column (0 to 3; 3 is the translation)}
   *
   * @param row 0 to 2
   * @param column 0 to 3
   */
  public double get(int row, int column) {
    return rows[row * 4 + column];
  }

  /**
   * {@return the image of {@code (x, y, z)}: coordinate {@code row} of it}
   *
   * @param row 0 to 2
   * @param x first coordinate, of the width where the map is one of voxels
   * @param y second coordinate, of the height
   * @param z third coordinate, of the depth
   */
  public double apply(int row, double x, double y, double z) {
    int r = row * 4;
    return rows[r] * x + rows[r + 1] * y + rows[r + 2] * z + rows[r + 3];
  }

  /**
   * {@return the map that applies {@code first} and then this}
   *
   * @param first the map whose results this one takes
   */
  public Affine after(Affine first) {
    double[] out = new double[12];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 4; c++) {
        double sum = c == 3 ? get(r, 3) : 0;
        for (int k = 0; k < 3; k++) {
          sum += get(r, k) * first.get(k, c);
        }
        out[r * 4 + c] = sum;
      }
    }
    return new Affine(out);
  }

  /**
   * {@return the determinant of the linear part; its sign tells the handedness, its size the voxel
   * mm³}
   */
  public double determinant() {
    return get(0, 0) * (get(1, 1) * get(2, 2) - get(1, 2) * get(2, 1))
        - get(0, 1) * (get(1, 0) * get(2, 2) - get(1, 2) * get(2, 0))
        + get(0, 2) * (get(1, 0) * get(2, 1) - get(1, 1) * get(2, 0));
  }

  /**
   * {@return the inverse map}
   *
   * @throws ArithmeticException if the linear part is singular
   */
  public Affine inverse() {
    double det = determinant();
    if (det == 0 || !Double.isFinite(det)) {
      throw new ArithmeticException("the affine cannot be inverted, its determinant is " + det);
    }
    double[] out = new double[12];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        int r1 = (c + 1) % 3;
        int r2 = (c + 2) % 3;
        int c1 = (r + 1) % 3;
        int c2 = (r + 2) % 3;
        out[r * 4 + c] = (get(r1, c1) * get(r2, c2) - get(r1, c2) * get(r2, c1)) / det;
      }
    }
    for (int r = 0; r < 3; r++) {
      out[r * 4 + 3] =
          -(out[r * 4] * get(0, 3) + out[r * 4 + 1] * get(1, 3) + out[r * 4 + 2] * get(2, 3));
    }
    return new Affine(out);
  }

  /**
   * {@return the length in millimetres of one step along a voxel axis (0 is the width, NIfTI's i)}
   *
   * @param column 0 to 2
   */
  public double columnNorm(int column) {
    return Math.sqrt(
        get(0, column) * get(0, column)
            + get(1, column) * get(1, column)
            + get(2, column) * get(2, column));
  }

  /**
   * {@return the largest absolute difference between the entries of two maps}
   *
   * @param other a map between the same spaces
   */
  public double maxDifference(Affine other) {
    double max = 0;
    for (int i = 0; i < 12; i++) {
      max = Math.max(max, Math.abs(rows[i] - other.rows[i]));
    }
    return max;
  }

  /** {@return the twelve entries, row by row} */
  public double[] toArray() {
    return rows.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Affine affine && Arrays.equals(rows, affine.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }

  @Override
  public String toString() {
    return Arrays.toString(rows);
  }
}
