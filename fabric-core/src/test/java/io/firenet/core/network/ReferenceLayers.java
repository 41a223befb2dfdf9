package io.firenet.core.network;

import io.firenet.network.Layer;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The layers by their definitions, on {@code [C,D,H,W]} in double precision. */
final class ReferenceLayers {

  private ReferenceLayers() {}

  /** {@code y[o,p] = bias[o] + Σ weight[o,c,t]·x[c, p·stride + t·dilation − padding]}. */
  static double[] conv(
      Layer.Conv conv, double[] x, int channels, GridSize in, float[] weight, float[] bias) {
    GridSize out = in.ceilDiv(conv.stride());
    int voxels = (int) out.voxels();
    double[] y = new double[conv.outChannels() * voxels];
    IntStream.range(0, conv.outChannels())
        .parallel()
        .forEach(
            o -> {
              for (int d = 0; d < out.depth(); d++) {
                for (int h = 0; h < out.height(); h++) {
                  for (int w = 0; w < out.width(); w++) {
                    int p = (d * out.height() + h) * out.width() + w;
                    y[o * voxels + p] =
                        bias[o] + tapSum(conv, x, channels, in, weight, o, new int[] {d, h, w});
                  }
                }
              }
            });
    return y;
  }

  private static double tapSum(
      Layer.Conv conv, double[] x, int channels, GridSize in, float[] weight, int o, int[] p) {
    int k = conv.kernel();
    double sum = 0;
    for (int a = 0; a < k; a++) {
      int d = position(conv, p[0], a);
      for (int b = 0; b < k; b++) {
        int h = position(conv, p[1], b);
        for (int c = 0; c < k; c++) {
          int w = position(conv, p[2], c);
          boolean inside =
              d >= 0 && d < in.depth() && h >= 0 && h < in.height() && w >= 0 && w < in.width();
          for (int i = 0; inside && i < channels; i++) {
            sum +=
                weight[(((o * channels + i) * k + a) * k + b) * k + c]
                    * x[((i * in.depth() + d) * in.height() + h) * in.width() + w];
          }
        }
      }
    }
    return sum;
  }

  private static int position(Layer.Conv conv, int out, int tap) {
    int padding = conv.dilation() * (conv.kernel() - 1) / 2;
    return out * conv.stride() + tap * conv.dilation() - padding;
  }

  /** A convolution of each channel by itself. */
  static double[] depthwise(
      Layer.DepthwiseConv layer, double[] x, int channels, GridSize in, float[] weight) {
    Layer.Conv conv = new Layer.Conv(1, layer.kernel(), layer.stride(), 1, false);
    List<double[]> parts = new ArrayList<>();
    int taps = weight.length / channels;
    for (int c = 0; c < channels; c++) {
      double[] channel = channel(x, channels, c);
      float[] kernel = Arrays.copyOfRange(weight, c * taps, (c + 1) * taps);
      parts.add(conv(conv, channel, 1, in, kernel, new float[1]));
    }
    return concat(parts);
  }

  /** {@code y[o,q] = Σ weight[i,o,q mod stride]·x[i, q div stride]}. */
  static double[] convTranspose(
      Layer.ConvTranspose layer, double[] x, int channels, GridSize in, GridSize out, float[] w) {
    int s = layer.stride();
    double[] y = new double[(int) (layer.outChannels() * out.voxels())];
    int at = 0;
    for (int o = 0; o < layer.outChannels(); o++) {
      for (int d = 0; d < out.depth(); d++) {
        for (int h = 0; h < out.height(); h++) {
          for (int v = 0; v < out.width(); v++) {
            int tap = (d % s * s + h % s) * s + v % s;
            int p = (d / s * in.height() + h / s) * in.width() + v / s;
            for (int i = 0; i < channels; i++) {
              y[at] +=
                  w[(i * layer.outChannels() + o) * s * s * s + tap] * x[i * (int) in.voxels() + p];
            }
            at++;
          }
        }
      }
    }
    return y;
  }

  /** The largest of each cube, those at the end cut. */
  static double[] maxPool(int stride, double[] x, int channels, GridSize in) {
    GridSize out = in.ceilDiv(stride);
    double[] y = new double[(int) (channels * out.voxels())];
    Arrays.fill(y, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < x.length; i++) {
      int w = i % in.width() / stride;
      int h = i / in.width() % in.height() / stride;
      int d = i / (in.width() * in.height()) % in.depth() / stride;
      int c = i / (int) in.voxels();
      int at = ((c * out.depth() + d) * out.height() + h) * out.width() + w;
      y[at] = Math.max(y[at], x[i]);
    }
    return y;
  }

  static double[] prelu(double[] x, int channels, float[] slopes) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] > 0 ? x[i] : slopes[i / (x.length / channels)] * x[i];
    }
    return y;
  }

  private static double[] channel(double[] x, int channels, int c) {
    int voxels = x.length / channels;
    return Arrays.copyOfRange(x, c * voxels, (c + 1) * voxels);
  }

  static double[] instanceNorm(
      double epsilon, double[] x, int channels, float[] scale, float[] bias) {
    int voxels = x.length / channels;
    double[] y = new double[x.length];
    for (int c = 0; c < channels; c++) {
      double mean = 0;
      for (int p = 0; p < voxels; p++) {
        mean += x[c * voxels + p] / voxels;
      }
      double variance = 0;
      for (int p = 0; p < voxels; p++) {
        variance += Math.pow(x[c * voxels + p] - mean, 2) / voxels;
      }
      for (int p = 0; p < voxels; p++) {
        double normalised = (x[c * voxels + p] - mean) / Math.sqrt(variance + epsilon);
        y[c * voxels + p] = scale[c] * normalised + bias[c];
      }
    }
    return y;
  }

  static double[] mean(double[] x, int channels) {
    int voxels = x.length / channels;
    double[] y = new double[channels];
    for (int i = 0; i < x.length; i++) {
      y[i / voxels] += x[i] / voxels;
    }
    return y;
  }

  static double[] leakyRelu(double alpha, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] > 0 ? x[i] : alpha * x[i];
    }
    return y;
  }

  static double[] weightedSum(List<double[]> inputs, double... factors) {
    double[] y = new double[inputs.get(0).length];
    for (int n = 0; n < inputs.size(); n++) {
      for (int i = 0; i < y.length; i++) {
        y[i] += factors[n] * inputs.get(n)[i];
      }
    }
    return y;
  }

  static double[] concat(List<double[]> inputs) {
    return inputs.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** Each output voxel interpolates between its eight neighbours, axis by axis. */
  static double[] resize(double[] x, int channels, GridSize in, GridSize out) {
    double[] y = new double[(int) (channels * out.voxels())];
    int i = 0;
    for (int c = 0; c < channels; c++) {
      for (int d = 0; d < out.depth(); d++) {
        for (int h = 0; h < out.height(); h++) {
          for (int w = 0; w < out.width(); w++) {
            double sum = 0;
            for (int corner = 0; corner < 8; corner++) {
              Tap z = tap(d, in.depth(), out.depth(), corner >> 2);
              Tap v = tap(h, in.height(), out.height(), corner >> 1 & 1);
              Tap u = tap(w, in.width(), out.width(), corner & 1);
              int p = ((c * in.depth() + z.index) * in.height() + v.index) * in.width() + u.index;
              sum += z.weight * v.weight * u.weight * x[p];
            }
            y[i++] = sum;
          }
        }
      }
    }
    return y;
  }

  private record Tap(int index, double weight) {}

  /** The lower (0) or upper (1) neighbour along one axis: half-pixel centres, edges clamped. */
  private static Tap tap(int at, int in, int out, int upper) {
    double position = (at + 0.5) * in / out - 0.5;
    double clamped = Math.min(Math.max(position, 0), in - 1);
    int lower = (int) clamped;
    double fraction = clamped - lower;
    return upper == 0
        ? new Tap(lower, 1 - fraction)
        : new Tap(Math.min(lower + 1, in - 1), fraction);
  }
}
