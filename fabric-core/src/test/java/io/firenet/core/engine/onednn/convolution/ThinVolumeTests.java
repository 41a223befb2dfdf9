package io.firenet.core.engine.onednn.convolution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.network.Layer;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions where working memory and neighbouring tensors hold no numbers. */
class ThinVolumeTests {

  @ParameterizedTest
  @CsvSource({
    "3,2,2,2,1",
    "3,2,7,4,1",
    "3,7,1,4,2",
    "3,17,5,2,2",
    "3,3,4,3,1",
    "3,9,5,6,2",
    "5,1,1,1,1",
    "5,3,3,3,1",
    "5,4,4,4,1",
    "5,9,3,8,1",
    "5,8,9,4,1",
    "5,5,5,5,1",
    "5,7,6,5,1"
  })
  void bfloat16WeightGradientsReadTheirOwnMemoryAlone(int kernel, int d, int h, int w, int stride) {
    Layer.Conv layer = new Layer.Conv(32, kernel, stride, 1, false);
    weightGradientsReadTheirOwnMemoryAlone(ConvolutionShape.of(layer), new GridSize(d, h, w));
  }

  @ParameterizedTest
  @CsvSource({"2,2,2", "3,2,7", "1,9,4", "4,5,1", "5,6,6"})
  void thoseOfTransposedConvolutionsToo(int d, int h, int w) {
    Layer.ConvTranspose layer = new Layer.ConvTranspose(32, 2);
    weightGradientsReadTheirOwnMemoryAlone(
        ConvolutionShape.transposeOf(layer, 32), new GridSize(d, h, w));
  }

  private static void weightGradientsReadTheirOwnMemoryAlone(
      ConvolutionShape shape, GridSize size) {
    assumeTrue(OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    int channels = shape.outChannels();
    var key = new ConvolutionPlan.Key(shape, ElementType.BFLOAT16, false, channels, size);
    try (OneDnn dnn = new OneDnn();
        Arena arena = new Arena();
        ConvolutionPlan plan = new ConvolutionPlan(dnn, key)) {
      arena.reset(0);
      HostTensor everything = arena.bytes(1 << 22);
      fill(everything, Float.NaN);
      arena.release(everything);
      arena.bytes(1 << 16); // no numbers lie in front of the source
      HostTensor source = arena.tensor(ElementType.BFLOAT16, channels, size);
      HostTensor gradient =
          arena.tensor(ElementType.BFLOAT16, channels, size.ceilDiv(shape.stride()));
      fill(source, 1);
      fill(gradient, 1);
      Primitive backward = plan.backwardWeights();
      HostTensor weights = arena.bytes(backward.bytes(2));
      long workingBytes = 1 << 20;
      HostTensor.values(dnn.lane(0).scratchpad(workingBytes), workingBytes / Float.BYTES)
          .put(0, noNumbers((int) workingBytes / Float.BYTES));
      backward.execute(source.address(), gradient.address(), weights.address());
      float[] found = new float[(int) weights.length()];
      weights.read(0, found);
      for (float value : found) {
        assertTrue(value >= 0 && value <= gradient.length(), () -> size + " gave " + value);
      }
    }
  }

  @Test
  void bfloat16ConvolutionOfOneSliceReadsItsOwnMemoryAlone() {
    Layer.Conv layer = new Layer.Conv(16, 3, 1, 1, false);
    forwardReadsItsOwnMemoryAlone(ConvolutionShape.of(layer), 1, new GridSize(1, 37, 10));
  }

  @ParameterizedTest
  @CsvSource({"16,1,37,10", "16,2,2,2", "48,1,1,3", "5,1,9,4", "32,4,1,6"})
  void bfloat16DepthwiseConvolutionReadsItsOwnMemoryAlone(int channels, int d, int h, int w) {
    Layer.DepthwiseConv layer = new Layer.DepthwiseConv(3, 1);
    forwardReadsItsOwnMemoryAlone(
        ConvolutionShape.of(layer, channels), channels, new GridSize(d, h, w));
  }

  private static void forwardReadsItsOwnMemoryAlone(
      ConvolutionShape shape, int channels, GridSize size) {
    assumeTrue(OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    var key = new ConvolutionPlan.Key(shape, ElementType.BFLOAT16, false, channels, size);
    try (OneDnn dnn = new OneDnn();
        Arena arena = new Arena();
        ConvolutionPlan plan = new ConvolutionPlan(dnn, key)) {
      arena.reset(0);
      fill(arena.bytes(1 << 16), Float.NaN);
      HostTensor source = arena.tensor(ElementType.BFLOAT16, channels, size);
      HostTensor weights = arena.bytes(plan.weightsForForward().bytesTo());
      HostTensor output = arena.tensor(ElementType.BFLOAT16, shape.outChannels(), size);
      fill(source, 1);
      fill(weights, 0);
      long workingBytes = 1 << 20;
      HostTensor.values(dnn.lane(0).scratchpad(workingBytes), workingBytes / Float.BYTES)
          .put(0, noNumbers((int) workingBytes / Float.BYTES));
      plan.forward().execute(source.address(), weights.address(), output.address());
      float[] found = new float[(int) output.length()];
      output.read(0, found);
      assertArrayEquals(new float[found.length], found);
    }
  }

  private static void fill(HostTensor tensor, float value) {
    float[] values = new float[(int) tensor.length()];
    Arrays.fill(values, value);
    tensor.write(0, values);
  }

  private static float[] noNumbers(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.intBitsToFloat(-1)); // in either half, too
    return values;
  }
}
