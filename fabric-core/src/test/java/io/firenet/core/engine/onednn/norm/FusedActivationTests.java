package io.firenet.core.engine.onednn.norm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.host.HostWeightGroup;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Values;
import io.firenet.core.engine.onednn.sum.Sum;
import io.firenet.network.Layer;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Norms and sums that compute the activation behind them. */
class FusedActivationTests {

  private static final double SLOPE = 0.01;
  private static final FusedActivation LEAKY = FusedActivation.of(new Layer.LeakyRelu(SLOPE));

  private OneDnn dnn;
  private Arena arena;
  private HostTensor x;
  private HostTensor other;

  @BeforeEach
  void needsOneDnn() {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
    dnn = new OneDnn();
    arena = new Arena();
  }

  @AfterEach
  void close() {
    if (dnn != null) {
      arena.close();
      dnn.close();
    }
  }

  /**
   * Of the large one in float32 the statistics are given; bfloat16 is rounded by up to 2⁻⁸ twice.
   */
  @ParameterizedTest
  @CsvSource({
    "FLOAT32,16,5,1e-6",
    "FLOAT32,7,5,1e-6",
    "FLOAT32,16,20,1e-6",
    "BFLOAT16,16,5,8e-3",
    "BFLOAT16,32,20,8e-3"
  })
  void normsGiveWhatAnActivationWouldMakeOfThem(
      ElementType type, int channels, int side, double tolerance) {
    prepare(type, channels, side);
    HostWeightGroup weights =
        new HostWeightGroup(
            List.of(
                new WeightSpec("scale", new int[] {channels}, WeightSpec.Init.ONES),
                new WeightSpec("bias", new int[] {channels}, WeightSpec.Init.ZEROS)));
    weights.weight("scale").set(Values.normal(channels, 3));
    weights.weight("bias").set(Values.normal(channels, 4));
    List<HostWeight> both = List.of(weights.weight("scale"), weights.weight("bias"));
    var plain = new InstanceNormalization(dnn, arena, 1e-5, both);
    var fused = new InstanceNormalization(dnn, arena, 1e-5, both, LEAKY);
    HostTensor y = fused.forward(List.of(x), true);
    assertLeaky(Values.of(plain.forward(List.of(x), true)), Values.of(y), tolerance);
    assertArrayEquals(
        Values.of(y), Values.of(fused.forward(List.of(x), true)), "repeated in the same step");
    weights.close();
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32,1e-6", "BFLOAT16,8e-3"})
  void sumsGiveWhatAnActivationWouldMakeOfThem(ElementType type, double tolerance) {
    prepare(type, 16, 7);
    HostTensor plain =
        new Sum(dnn, arena, false, FusedActivation.NONE).forward(List.of(x, other), true);
    HostTensor fused = new Sum(dnn, arena, false, LEAKY).forward(List.of(x, other), true);
    assertLeaky(Values.of(plain), Values.of(fused), tolerance);
    var activation = new LeakyRectifier(dnn, arena, SLOPE, true, true);
    assertSame(fused, activation.forward(List.of(fused), true));
  }

  private void prepare(ElementType type, int channels, int side) {
    assumeTrue(
        type == ElementType.FLOAT32 || OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    GridSize size = new GridSize(side, side, side);
    arena.reset(8L * channels * size.voxels() * type.bytes());
    x = arena.tensor(type, channels, size);
    x.write(0, Values.normal((int) x.length(), 1));
    other = arena.tensor(type, channels, size);
    other.write(0, Values.normal((int) x.length(), 2));
  }

  private static void assertLeaky(float[] plain, float[] fused, double tolerance) {
    for (int i = 0; i < plain.length; i++) {
      double expected = plain[i] > 0 ? plain[i] : SLOPE * plain[i];
      assertEquals(expected, fused[i], tolerance * (1e-3 + Math.abs(expected)));
    }
  }
}
