package io.firenet.core.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.ThreadLimit;
import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.host.HostWeightGroup;
import io.firenet.core.engine.onednn.norm.InstanceNormalization;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Team;
import io.firenet.core.engine.onednn.operation.Tuning;
import io.firenet.core.engine.onednn.operation.Values;
import io.firenet.core.engine.onednn.sum.Addition;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Work of one thread among that of several. */
class TeamTests {

  @RegisterExtension final ThreadLimit threads = new ThreadLimit(2);

  @BeforeEach
  void needsOneDnn() {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
  }

  @Test
  void givesTheThreadsBack() {
    Team team = new Team();
    assertEquals(2, team.size());
    assertEquals(1, team.<Integer>alone(team::size));
    assertEquals(2, team.size());
    assertThrows(
        IllegalStateException.class,
        () ->
            team.alone(
                () -> {
                  throw new IllegalStateException();
                }));
    assertEquals(2, team.size());
  }

  @Test
  void compilesForOneThreadWhatIsNotWorthWakingOthersFor() {
    try (OneDnn dnn = new OneDnn()) {
      double limit = dnn.tuning().aloneMicros();
      assertEquals(1, dnn.<Integer>compile(limit, dnn.team()::size));
      assertEquals(2, dnn.<Integer>compile(limit + 1, dnn.team()::size));
      assertEquals(
          1, dnn.<Integer>compile(0, () -> dnn.compile(limit + 1, dnn.team()::size)), "inside");
    }
  }

  @Test
  void sumsAreTheSameWithOneThreadAndWithTwo() {
    try (OneDnn dnn = new OneDnn();
        Arena arena = new Arena()) {
      arena.reset(1 << 26);
      for (int length : new int[] {7, 100_000, 3_000_000}) { // alone, alone, both
        HostTensor a = arena.array(length);
        HostTensor b = arena.array(length);
        float[] expected = new float[length];
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
          values[i] = i % 1000 + 1f / (i + 1);
          expected[i] = values[i] + values[i];
        }
        a.write(0, values);
        b.write(0, values);
        new Addition(dnn).add(a, b, a);
        float[] found = new float[length];
        a.read(0, found);
        assertArrayEquals(expected, found);
      }
    }
  }

  @Test
  void normsAreTheSameAsABatchOfPlanes() {
    GridSize size = new GridSize(5, 7, 6);
    HostWeightGroup weights =
        new HostWeightGroup(
            List.of(
                new WeightSpec("scale", new int[] {16}, WeightSpec.Init.ONES),
                new WeightSpec("bias", new int[] {16}, WeightSpec.Init.ZEROS)));
    List<float[]> found = new ArrayList<>();
    for (Tuning tuning :
        List.of(
            Tuning.DEFAULT.withLimits(Double.MAX_VALUE, Long.MAX_VALUE),
            Tuning.DEFAULT.withLimits(-1, 0))) {
      try (OneDnn dnn = new OneDnn(tuning);
          Arena arena = new Arena()) {
        arena.reset(1 << 20);
        weights.weight("scale").set(Values.normal(16, 2));
        List<HostWeight> both = List.of(weights.weight("scale"), weights.weight("bias"));
        InstanceNormalization norm = new InstanceNormalization(dnn, arena, 1e-5, both);
        HostTensor x = arena.tensor(16, size);
        x.write(0, Values.normal((int) x.length(), 3));
        HostTensor gradient = arena.tensor(16, size);
        gradient.write(0, Values.normal((int) x.length(), 4));
        HostTensor y = norm.forward(List.of(x), true);
        found.add(Values.of(y));
        found.add(Values.of(norm.backward(List.of(x), y, gradient).get(0)));
        found.add(weights.weight("scale").gradient());
        found.add(weights.weight("bias").gradient());
      }
    }
    weights.close();
    for (int i = 0; i < 4; i++) {
      assertArrayEquals(found.get(i), found.get(i + 4), 2e-4f);
    }
  }
}
