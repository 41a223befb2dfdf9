package io.firenet.core.engine.onednn.convolution;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Timing;
import io.firenet.core.engine.onednn.winograd.WinogradConvolution;
import io.firenet.network.Layer;
import io.firenet.volume.GridSize;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prints what {@link WinogradConvolution} gains over oneDNN's own convolution. */
@Tag("benchmark")
class FewerProductsBenchmarkTests {

  @ParameterizedTest
  @CsvSource({
    "FLOAT32,32,64,1",
    "FLOAT32,64,32,1",
    "FLOAT32,64,16,1",
    "FLOAT32,64,16,2",
    "BFLOAT16,16,64,1",
    "BFLOAT16,32,64,1",
    "BFLOAT16,64,32,1",
    "BFLOAT16,64,16,1",
    "BFLOAT16,64,16,2"
  })
  void takesLessTime(ElementType type, int channels, int side, int dilation) {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
    assumeTrue(
        type == ElementType.FLOAT32 || OneDnn.acceleratesBfloat16(),
        "this processor has no fast bfloat16");
    GridSize size = new GridSize(side, side, side);
    ConvolutionShape shape = ConvolutionShape.of(new Layer.Conv(channels, 3, 1, dilation, false));
    var key = new ConvolutionPlan.Key(shape, type, false, channels, size);
    try (OneDnn dnn = new OneDnn();
        Arena arena = new Arena();
        ConvolutionPlan plan = new ConvolutionPlan(dnn, key)) {
      HostTensor x = arena.tensor(type, channels, size).cleared();
      HostTensor y = arena.tensor(type, channels, size).cleared();
      HostTensor weights = arena.array(shape.weightCount(channels)).cleared();
      double[] own = own(plan, arena, x, y, weights);
      WeightGradientByTaps byTaps = new WeightGradientByTaps(dnn, shape);
      if (byTaps.isFaster(x)) {
        own[2] = Timing.micros(() -> byTaps.weightGradient(x, y, weights.address()));
      }
      double[] fewer = fewer(dnn, shape, x, y, weights);
      System.out.printf(
          Locale.ROOT,
          "%s, %d channels, %s, dilation %d: %.1f %.1f %.1f ms, with fewer products %.1f %.1f %.1f%n",
          type,
          channels,
          size,
          dilation,
          own[0] / 1000,
          own[1] / 1000,
          own[2] / 1000,
          fewer[0] / 1000,
          fewer[1] / 1000,
          fewer[2] / 1000);
      assertTrue(fewer[0] + fewer[1] + fewer[2] < own[0] + own[1] + own[2]);
    }
  }

  private static double[] own(
      ConvolutionPlan plan, Arena arena, HostTensor x, HostTensor y, HostTensor weights) {
    long forward = arena.bytes(plan.weightsForForward().bytesTo()).address();
    long backward = arena.bytes(plan.weightsForBackward().bytesTo()).address();
    long gradient = arena.bytes(plan.backwardWeights().bytes(2)).address();
    return new double[] {
      Timing.micros(
          () -> {
            plan.weightsForForward().execute(weights.address(), forward);
            plan.forward().execute(x.address(), forward, y.address());
          }),
      Timing.micros(
          () -> {
            plan.weightsForBackward().execute(weights.address(), backward);
            plan.backwardData().execute(y.address(), backward, x.address());
          }),
      Timing.micros(
          () -> {
            plan.backwardWeights().execute(x.address(), y.address(), gradient);
            plan.weightGradientToPlain().execute(gradient, weights.address());
          })
    };
  }

  private static double[] fewer(
      OneDnn dnn, ConvolutionShape shape, HostTensor x, HostTensor y, HostTensor weights) {
    WinogradConvolution convolution =
        WinogradConvolution.ifFaster(dnn, shape, false, x.type(), x.channels(), x.size())
            .orElseThrow();
    return new double[] {
      Timing.micros(() -> convolution.forward(x, weights.address(), y)),
      Timing.micros(() -> convolution.inputGradient(y, weights.address(), x)),
      Timing.micros(() -> convolution.weightGradient(x, y, weights.address()))
    };
  }
}
