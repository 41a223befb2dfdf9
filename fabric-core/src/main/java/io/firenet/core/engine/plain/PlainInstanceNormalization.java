package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.Kernel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Instance norm. */
final class PlainInstanceNormalization implements Kernel<HostTensor> {

  private final Arena arena;
  private final double epsilon;
  private final HostWeight scale;
  private final HostWeight bias;
  private float[] mean = {};
  private float[] perDeviation = {}; // 1/√(variance + epsilon)

  PlainInstanceNormalization(Arena arena, double epsilon, List<HostWeight> weights) {
    this.arena = arena;
    this.epsilon = epsilon;
    this.scale = weights.get(0);
    this.bias = weights.get(1);
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    findStatistics(x);
    HostTensor y = arena.like(x);
    float[] scales = scale.values();
    float[] biases = bias.values();
    int channels = x.channels();
    Voxels.forEach(
        x,
        (first, count) -> {
          float[] values = Voxels.read(x, first, count);
          for (int i = 0; i < count; i++) {
            int c = i % channels;
            values[i] = scales[c] * (values[i] - mean[c]) * perDeviation[c] + biases[c];
          }
          y.write(first, values);
        });
    return y;
  }

  private void findStatistics(HostTensor x) {
    int channels = x.channels();
    double voxels = x.size().voxels();
    double[] sums =
        Voxels.sum(
            x,
            channels,
            (first, count, sum) -> {
              float[] values = Voxels.read(x, first, count);
              for (int i = 0; i < count; i++) {
                sum[i % channels] += values[i];
              }
            });
    double[] means = Arrays.stream(sums).map(sum -> sum / voxels).toArray();
    double[] squares =
        Voxels.sum(
            x,
            channels,
            (first, count, sum) -> {
              float[] values = Voxels.read(x, first, count);
              for (int i = 0; i < count; i++) {
                double difference = values[i] - means[i % channels];
                sum[i % channels] += difference * difference;
              }
            });
    mean = new float[channels];
    perDeviation = new float[channels];
    for (int c = 0; c < channels; c++) {
      mean[c] = (float) means[c];
      perDeviation[c] = (float) (1 / Math.sqrt(squares[c] / voxels + epsilon));
    }
  }

  /** With n = (x − mean)/deviation: {@code dx = scale/deviation·(dy − mean(dy) − n·mean(dy·n))}. */
  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    int channels = x.channels();
    double voxels = x.size().voxels();
    double[] sums = // Σ dy, Σ dy·n
        Voxels.sum(
            x,
            2 * channels,
            (first, count, sum) -> {
              float[] values = Voxels.read(x, first, count);
              float[] slopes = Voxels.read(gradient, first, count);
              for (int i = 0; i < count; i++) {
                int c = i % channels;
                sum[c] += slopes[i];
                sum[channels + c] += slopes[i] * (values[i] - mean[c]) * perDeviation[c];
              }
            });
    WeightGradients.write(bias, Arrays.copyOf(sums, channels));
    WeightGradients.write(scale, Arrays.copyOfRange(sums, channels, 2 * channels));
    float[] scales = scale.values();
    Voxels.forEach(
        x,
        (first, count) -> {
          float[] values = Voxels.read(x, first, count);
          float[] slopes = Voxels.read(gradient, first, count);
          for (int i = 0; i < count; i++) {
            int c = i % channels;
            double normed = (values[i] - mean[c]) * perDeviation[c];
            double centred = slopes[i] - (sums[c] + normed * sums[channels + c]) / voxels;
            slopes[i] = (float) (scales[c] * perDeviation[c] * centred);
          }
          gradient.write(first, slopes);
        });
    return List.of(gradient);
  }
}
