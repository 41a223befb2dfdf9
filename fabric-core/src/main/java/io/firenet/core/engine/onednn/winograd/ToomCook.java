package io.firenet.core.engine.onednn.winograd;

/**
 * Small matrices that turn a convolution of three taps into fewer products: for m outputs, of m + 2
 * inputs x and three taps w, {@code y = outputs·((taps·w)⊙(inputs·x))} takes m + 2 products instead
 * of 3m. They are those of Toom and Cook, by way of values of polynomials at m + 1 points and at
 * infinity; Lavin and Gray, Fast algorithms for convolutional neural networks, 2016, call them
 * Winograd's.
 *
 * @param inputs {@code [m+2,m+2]}
 * @param taps {@code [m+2,3]}
 * @param outputs {@code [m,m+2]}
 */
record ToomCook(float[][] inputs, float[][] taps, float[][] outputs) {

  private static final int TAPS = 3;

  /** Small, and in this order, since powers of large and of close points lose digits. */
  private static final double[] POINTS = {0, 1, -1, 2, -0.5, -2, 0.5};

  /** The largest m. */
  static final int MOST_OUTPUTS = POINTS.length - TAPS + 2;

  /**
   * @param m outputs, 2 to {@link #MOST_OUTPUTS}
   */
  static ToomCook of(int m) {
    int points = m + TAPS - 2; // and infinity
    float[][] inputs = new float[points + 1][points + 1];
    float[][] taps = new float[points + 1][TAPS];
    float[][] outputs = new float[m][points + 1];
    for (int i = 0; i < points; i++) {
      double scale = 1;
      for (int j = 0; j < points; j++) {
        scale *= j == i ? 1 : POINTS[i] - POINTS[j];
      }
      inputs[i] = product(points, i);
      for (int k = 0; k < TAPS; k++) {
        taps[i][k] = (float) (Math.pow(POINTS[i], k) / scale);
      }
      for (int o = 0; o < m; o++) {
        outputs[o][i] = (float) Math.pow(POINTS[i], o);
      }
    }
    inputs[points] = product(points, -1);
    taps[points][TAPS - 1] = 1;
    outputs[m - 1][points] = 1;
    return new ToomCook(inputs, taps, outputs);
  }

  /** The coefficients of the product of {@code x − p} over the first points p but one. */
  private static float[] product(int points, int except) {
    double[] coefficients = new double[points + 1];
    coefficients[0] = 1;
    for (int j = 0; j < points; j++) {
      for (int power = points; j != except && power >= 0; power--) {
        double lower = power == 0 ? 0 : coefficients[power - 1];
        coefficients[power] = lower - POINTS[j] * coefficients[power];
      }
    }
    float[] result = new float[points + 1];
    for (int power = 0; power <= points; power++) {
      result[power] = (float) coefficients[power];
    }
    return result;
  }

  /** The number of products, m + 2. */
  int products() {
    return inputs.length;
  }

  /** The matrix with its last column first. */
  static float[][] reversed(float[][] matrix) {
    float[][] result = new float[matrix.length][matrix[0].length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        result[i][j] = matrix[i][matrix[i].length - 1 - j];
      }
    }
    return result;
  }

  static float[][] transpose(float[][] matrix) {
    float[][] result = new float[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }
}
