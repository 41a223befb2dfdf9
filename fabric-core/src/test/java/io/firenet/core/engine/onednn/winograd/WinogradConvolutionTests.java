package io.firenet.core.engine.onednn.winograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Tuning;
import io.firenet.core.engine.onednn.operation.Workspace;
import io.firenet.network.Layer;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the definition of a convolution, in double precision. */
class WinogradConvolutionTests {

  private static final int IN = 16;
  private static final int OUT = 24;

  @BeforeEach
  void needsOneDnn() {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
  }

  /** A convolution and its gradients, of random values. */
  private static final class Reference {

    private final GridSize size;
    private final int dilation;
    private final float[] x;
    private final float[] weights = new float[27 * IN * OUT];
    private final float[] dy;
    private final double[] y;
    private final double[] dx;
    private final double[] dw = new double[weights.length];

    Reference(GridSize size, int dilation, ElementType type) {
      this.size = size;
      this.dilation = dilation;
      Random random = new Random(size.voxels());
      x = random(random, (int) size.voxels() * IN, 1, type);
      dy = random(random, (int) size.voxels() * OUT, 1, type);
      float[] some = random(random, weights.length, 0.1f, type);
      System.arraycopy(some, 0, weights, 0, some.length);
      y = new double[dy.length];
      dx = new double[x.length];
      for (int tap = 0; tap < 27; tap++) {
        add(tap);
      }
    }

    private void add(int tap) {
      for (int v = 0; v < size.voxels(); v++) {
        int d = v / (size.height() * size.width()) + (tap / 9 - 1) * dilation;
        int h = v / size.width() % size.height() + (tap / 3 % 3 - 1) * dilation;
        int w = v % size.width() + (tap % 3 - 1) * dilation;
        if (d < 0 || d >= size.depth() || h < 0 || h >= size.height()) {
          continue;
        }
        if (w < 0 || w >= size.width()) {
          continue;
        }
        int from = (d * size.height() + h) * size.width() + w;
        for (int i = 0; i < IN; i++) {
          for (int o = 0; o < OUT; o++) {
            int at = (tap * IN + i) * OUT + o;
            y[v * OUT + o] += (double) x[from * IN + i] * weights[at];
            dx[from * IN + i] += (double) dy[v * OUT + o] * weights[at];
            dw[at] += (double) dy[v * OUT + o] * x[from * IN + i];
          }
        }
      }
    }

    private static float[] random(Random random, int length, float deviation, ElementType type) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        float value = (float) (deviation * random.nextGaussian());
        values[i] =
            type == ElementType.FLOAT32
                ? value
                : Float.intBitsToFloat(Float.floatToIntBits(value) & 0xffff0000);
      }
      return values;
    }
  }

  private static void check(
      ElementType type, GridSize size, int dilation, int m, int threads, double tolerance) {
    Reference expected = new Reference(size, dilation, type);
    try (OneDnn dnn = new OneDnn();
        Arena arena = new Arena()) {
      arena.reset(1L << 26);
      HostTensor x = arena.tensor(type, IN, size);
      HostTensor y = arena.tensor(type, OUT, size);
      HostTensor dy = arena.tensor(type, OUT, size);
      HostTensor dx = arena.tensor(type, IN, size);
      HostTensor weights = arena.array(expected.weights.length);
      HostTensor dw = arena.array(expected.weights.length);
      x.write(0, expected.x);
      dy.write(0, expected.dy);
      weights.write(0, expected.weights);
      for (HostTensor result : new HostTensor[] {y, dx, dw}) {
        float[] garbage = new float[(int) result.length()];
        Arrays.fill(garbage, Float.NaN);
        result.write(0, garbage);
      }
      var key = new WinogradPlan.Key(type, IN, OUT, dilation, size, m, threads);
      WinogradConvolution convolution = new WinogradConvolution(dnn, key);
      for (int repeat = 0; repeat < 2; repeat++) { // the second in memory that was used
        convolution.forward(x, weights.address(), y);
        convolution.inputGradient(dy, weights.address(), dx);
        convolution.weightGradient(x, dy, dw.address());
      }
      assertNear(expected.y, y, tolerance, "output");
      assertNear(expected.dx, dx, tolerance, "gradient of the input");
      assertNear(expected.dw, dw, tolerance, "gradient of the weights");
      long workspace = 0;
      long scratchpads = 0;
      for (WinogradConvolution.Needs needs : convolution.needs().values()) {
        workspace = Math.max(workspace, needs.workspace());
        scratchpads = Math.max(scratchpads, needs.lanes() * needs.scratchpad());
      }
      long slack = (2 + threads) * Workspace.ALIGN + (1 << 20);
      long foretold = workspace + scratchpads;
      assertTrue(dnn.workingBytes() <= foretold + slack, dnn.workingBytes() + " bytes");
    }
  }

  /** Within a share of the standard deviation. */
  private static void assertNear(double[] expected, HostTensor found, double share, String what) {
    double squares = 0;
    float[] rounded = new float[expected.length];
    for (int i = 0; i < expected.length; i++) {
      squares += expected[i] * expected[i];
      rounded[i] = (float) expected[i];
    }
    float[] values = new float[expected.length];
    found.read(0, values);
    float tolerance = (float) (share * Math.sqrt(squares / expected.length));
    assertArrayEquals(rounded, values, tolerance, what);
  }

  /** Depths that tiles fill, do not fill, and of less than one; more threads than tiles. */
  @ParameterizedTest
  @CsvSource({
    "8,7,6,1,2,1",
    "9,6,7,1,2,2",
    "1,5,5,1,2,2",
    "2,5,4,1,3,1",
    "11,5,6,1,3,2",
    "12,6,5,1,4,3",
    "13,5,7,1,4,2",
    "3,8,9,1,4,2",
    "17,5,5,1,5,2",
    "19,5,5,1,6,2",
    "9,9,9,2,4,2",
    "3,7,7,2,2,2",
    "18,9,11,4,4,2",
    "5,9,9,4,2,1"
  })
  void isTheConvolution(int depth, int height, int width, int dilation, int m, int threads) {
    GridSize size = new GridSize(depth, height, width);
    check(ElementType.FLOAT32, size, dilation, m, threads, m > 4 ? 5e-5 : 2e-5);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void isTheConvolutionWithinTheRoundingOfBfloat16(int m) {
    assumeTrue(OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    check(ElementType.BFLOAT16, new GridSize(13, 9, 8), 1, m, 2, m == 2 ? 0.025 : 0.05);
  }

  /** Tiles of many slices where there are many, the direct way where it would not pay. */
  @ParameterizedTest
  @CsvSource({"64,24,24,24,true", "64,24,3,4,false", "8,24,24,24,false", "256,3,4,3,false"})
  void isChosenWhereItPays(int channels, int depth, int height, int width, boolean chosen) {
    GridSize size = new GridSize(depth, height, width);
    WinogradChoice choice = new WinogradChoice(Tuning.DEFAULT, 2);
    for (ElementType type : ElementType.values()) {
      int m = choice.outputs(shape(channels, 1, 1, false), type, channels, size);
      assertEquals(chosen, m > 0, type + " in tiles of " + m);
      assertEquals(0, choice.outputs(shape(channels, 1, 1, true), type, channels, size), "bias");
      assertEquals(0, choice.outputs(shape(channels, 2, 1, false), type, channels, size), "stride");
      assertEquals(0, choice.outputs(shape(channels, 1, 24, false), type, channels, size), "thin");
    }
  }

  private static ConvolutionShape shape(int channels, int stride, int dilation, boolean bias) {
    return ConvolutionShape.of(new Layer.Conv(channels, 3, stride, dilation, bias));
  }
}
