package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.DepthwiseGradient;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.network.Layer.DepthwiseConv;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Depthwise convolution. */
final class PlainDepthwiseConvolution implements Kernel<HostTensor> {

  private final Arena arena;
  private final ConvolutionShape shape;
  private final HostWeight weight;
  private final DepthwiseGradient weightGradient;
  private final boolean inputNeedsGradient;

  PlainDepthwiseConvolution(
      Arena arena, DepthwiseConv layer, HostWeight weight, boolean inputNeedsGradient) {
    this.arena = arena;
    this.shape = ConvolutionShape.of(layer, weight.spec().shape()[0]);
    this.weight = weight;
    this.weightGradient = new DepthwiseGradient(layer);
    this.inputNeedsGradient = inputNeedsGradient;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.tensor(x.channels(), x.size().ceilDiv(shape.stride()));
    apply(x, Taps.forward(shape, x.size()), y);
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    if (!weight.group().frozen()) {
      weightGradient.execute(x, gradient, weight.gradientAddress());
    }
    HostTensor dx = null;
    if (inputNeedsGradient) {
      dx = arena.like(x);
      apply(gradient, Taps.backward(shape, x.size()), dx);
    }
    arena.release(gradient);
    return Collections.singletonList(dx);
  }

  /** {@code target[p,c] = Σ weight[tap,c]·source[taps(p,tap),c]}. */
  private void apply(HostTensor source, Taps taps, HostTensor target) {
    int channels = source.channels();
    float[] weights = new float[taps.count() * channels]; // [taps,C]
    HostTensor.values(weight.address(), weights.length).get(weights);
    int length = source.size().width() * channels;
    int kernel = taps.kernel();
    IntStream.range(0, taps.rows())
        .parallel()
        .forEach(
            r -> {
              float[] sums = new float[taps.width().length * channels];
              for (int ab = 0; ab < kernel * kernel; ab++) {
                int d = taps.depth()[r / taps.height().length][ab / kernel];
                int h = taps.height()[r % taps.height().length][ab % kernel];
                if (d < 0 || h < 0) {
                  continue;
                }
                float[] row =
                    Voxels.read(source, (d * source.size().height() + h) * length, length);
                addRow(row, taps.width(), weights, ab * kernel * channels, sums, channels);
              }
              target.write(r * sums.length, sums);
            });
  }

  private static void addRow(
      float[] row, int[][] taps, float[] weights, int first, float[] sums, int channels) {
    for (int w = 0; w < taps.length; w++) {
      for (int tap = 0; tap < taps[w].length; tap++) {
        int from = taps[w][tap] * channels;
        for (int c = 0; from >= 0 && c < channels; c++) {
          sums[w * channels + c] += weights[first + tap * channels + c] * row[from + c];
        }
      }
    }
  }
}
