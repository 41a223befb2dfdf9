package io.firenet.core.engine.onednn.resampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.ThreadLimit;
import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Tuning;
import io.firenet.core.engine.onednn.operation.Values;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients of resizes against the sum that defines them, by one thread and by several. */
class ResamplingGradientTests {

  private static final int CHANNELS = 5;
  private static final Tuning ALONE = Tuning.DEFAULT.withLimits(Double.MAX_VALUE, Long.MAX_VALUE);
  private static final Tuning SHARED = Tuning.DEFAULT.withLimits(-1, 0);

  @RegisterExtension final ThreadLimit threads = new ThreadLimit(3);

  @BeforeEach
  void needsOneDnn() {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
  }

  /** Exact and odd ratios, sides of one, one axis alone, and smaller outputs. */
  @ParameterizedTest
  @CsvSource({
    "4,3,5,8,6,10",
    "4,3,5,7,5,9",
    "2,2,3,8,7,10",
    "1,1,1,4,3,2",
    "5,4,3,5,4,3",
    "7,1,2,7,1,9",
    "9,8,7,4,3,5"
  })
  void areThoseOfTheDefinition(int d, int h, int w, int toD, int toH, int toW) {
    GridSize from = new GridSize(d, h, w);
    GridSize to = new GridSize(toD, toH, toW);
    float[] gradient = Values.normal((int) to.voxels() * CHANNELS, 3);
    float[] expected = expected(gradient, from, to);
    float[] alone = found(ALONE, ElementType.FLOAT32, gradient, from, to);
    assertArrayEquals(expected, alone, 1e-5f);
    assertArrayEquals(alone, found(SHARED, ElementType.FLOAT32, gradient, from, to));
    if (OneDnn.supportsBfloat16()) {
      float[] rounded = found(ALONE, ElementType.BFLOAT16, gradient, from, to);
      assertArrayEquals(expected, rounded, largest(expected) / 128); // 2⁻⁹ for each rounding
      assertArrayEquals(rounded, found(SHARED, ElementType.BFLOAT16, gradient, from, to));
    }
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static float[] found(
      Tuning tuning, ElementType type, float[] gradient, GridSize from, GridSize to) {
    try (OneDnn dnn = new OneDnn(tuning);
        Arena arena = new Arena();
        ResamplingGradient plan = new ResamplingGradient(dnn, type, CHANNELS, from, to)) {
      arena.reset(1 << 20);
      HostTensor dy = arena.tensor(type, CHANNELS, to);
      HostTensor dx = arena.tensor(type, CHANNELS, from);
      dy.write(0, gradient);
      float[] nothing = new float[(int) dx.length()];
      Arrays.fill(nothing, Float.NaN);
      dx.write(0, nothing);
      plan.execute(dy.address(), dx.address());
      return Values.of(dx);
    }
  }

  /** Every value of the output is a mean of the eight of the input around it. */
  private static float[] expected(float[] gradient, GridSize from, GridSize to) {
    double[] sums = new double[(int) from.voxels() * CHANNELS];
    for (int d = 0; d < to.depth(); d++) {
      for (int h = 0; h < to.height(); h++) {
        for (int w = 0; w < to.width(); w++) {
          for (int corner = 0; corner < 8; corner++) {
            int at = (d * to.height() + h) * to.width() + w;
            double share =
                share(d, from.depth(), to.depth(), corner / 4)
                    * share(h, from.height(), to.height(), corner / 2 % 2)
                    * share(w, from.width(), to.width(), corner % 2);
            int target =
                (neighbour(d, from.depth(), to.depth(), corner / 4) * from.height()
                            + neighbour(h, from.height(), to.height(), corner / 2 % 2))
                        * from.width()
                    + neighbour(w, from.width(), to.width(), corner % 2);
            for (int c = 0; c < CHANNELS; c++) {
              sums[target * CHANNELS + c] += share * gradient[at * CHANNELS + c];
            }
          }
        }
      }
    }
    float[] rounded = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      rounded[i] = (float) sums[i];
    }
    return rounded;
  }

  private static double position(int outer, int from, int to) {
    return (outer + 0.5) * from / to - 0.5;
  }

  private static double share(int outer, int from, int to, int above) {
    double at = position(outer, from, to);
    double ofAbove = at - Math.floor(at);
    return above == 1 ? ofAbove : 1 - ofAbove;
  }

  private static int neighbour(int outer, int from, int to, int above) {
    int index = (int) Math.floor(position(outer, from, to)) + above;
    return Math.max(0, Math.min(from - 1, index));
  }
}
