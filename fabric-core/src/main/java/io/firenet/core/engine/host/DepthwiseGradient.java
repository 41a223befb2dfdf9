package io.firenet.core.engine.host;

import io.firenet.network.Layer.DepthwiseConv;
import io.firenet.volume.GridSize;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * The weight gradient of a depthwise convolution, {@code dW[tap,c] = Σ x[p·stride + tap, c]·dy[p,
 * c]}. oneDNN has no code of its own for it in 3D and takes more than ten times as long.
 */
public final class DepthwiseGradient {

  private final int kernel;
  private final int stride;

  public DepthwiseGradient(DepthwiseConv layer) {
    this.kernel = layer.kernel();
    this.stride = layer.stride();
  }

  /**
   * @param target address of the gradient, float32, {@code [taps,C]}
   */
  public void execute(HostTensor x, HostTensor outputGradient, long target) {
    int length = kernel * kernel * kernel * x.channels();
    double[][] planes = new double[outputGradient.size().depth()][];
    IntStream.range(0, planes.length)
        .parallel()
        .forEach(d -> planes[d] = new Plane(x, outputGradient, d).sum(length));
    FloatBuffer gradient = HostTensor.values(target, length);
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (double[] plane : planes) {
        sum += plane[i];
      }
      gradient.put(i, (float) sum);
    }
  }

  /** What one plane of the output adds to it. */
  private final class Plane {

    private final HostTensor x;
    private final HostTensor outputGradient;
    private final int depth;
    private final int channels;
    private final int rowLength; // of the output, in values
    private final float[] slopes; // a row of the output's gradient
    private final float[] row; // of x, padded at both ends
    private final float[] taken; // what a tap takes of it
    private final float[][] products; // by tap: sums over rows

    Plane(HostTensor x, HostTensor outputGradient, int depth) {
      this.x = x;
      this.outputGradient = outputGradient;
      this.depth = depth;
      this.channels = x.channels();
      this.rowLength = outputGradient.size().width() * channels;
      this.slopes = new float[rowLength];
      this.row = new float[(x.size().width() + kernel - 1) * channels];
      this.taken = new float[rowLength];
      this.products = new float[kernel * kernel * kernel][rowLength];
    }

    double[] sum(int length) {
      int height = outputGradient.size().height();
      for (int h = 0; h < height; h++) {
        outputGradient.read((depth * height + h) * rowLength, slopes, 0, rowLength);
        for (int tap = 0; tap < kernel * kernel; tap++) {
          int d = depth * stride + tap / kernel - kernel / 2;
          if (read(d, h * stride + tap % kernel - kernel / 2)) {
            for (int c = 0; c < kernel; c++) {
              add(c, products[tap * kernel + c]);
            }
          }
        }
      }
      double[] sums = new double[length];
      for (int i = 0; i < length; i++) {
        float[] ofTap = products[i / channels];
        for (int at = i % channels; at < rowLength; at += channels) {
          sums[i] += ofTap[at];
        }
      }
      return sums;
    }

    /** Whether there is such a row of x; reads it. */
    private boolean read(int d, int h) {
      GridSize size = x.size();
      if (d < 0 || d >= size.depth() || h < 0 || h >= size.height()) {
        return false;
      }
      int values = size.width() * channels;
      x.read((d * size.height() + h) * values, row, kernel / 2 * channels, values);
      return true;
    }

    private void add(int tap, float[] sums) {
      if (stride == 1) {
        System.arraycopy(row, tap * channels, taken, 0, rowLength);
      } else {
        for (int to = 0; to < rowLength; to += channels) {
          System.arraycopy(row, to * stride + tap * channels, taken, to, channels);
        }
      }
      multiplyAdd(taken, slopes, sums);
    }
  }

  /** One long loop without offsets: other forms the compiler does not turn into vectors. */
  private static void multiplyAdd(float[] a, float[] b, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += a[i] * b[i];
    }
  }
}
