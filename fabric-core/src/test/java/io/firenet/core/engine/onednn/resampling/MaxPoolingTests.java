package io.firenet.core.engine.onednn.resampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maxima and their gradients to the bit, of values that bfloat16 holds exactly. */
class MaxPoolingTests {

  @ParameterizedTest
  @CsvSource({
    "1,1,1,1,2",
    "1,1,2,3,2",
    "2,2,2,16,2",
    "3,5,4,16,2",
    "5,3,7,4,2",
    "4,4,6,32,2",
    "3,7,5,17,3"
  })
  void gradientGoesWhereTheLargestWas(int depth, int height, int width, int channels, int stride) {
    GridSize size = new GridSize(depth, height, width);
    check(ElementType.FLOAT32, size, channels, stride);
    assumeTrue(OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    check(ElementType.BFLOAT16, size, channels, stride);
  }

  private static void check(ElementType type, GridSize size, int channels, int stride) {
    GridSize pooled = size.ceilDiv(stride);
    float[] x = distinct((int) size.voxels(), channels);
    float[] gradient = distinct((int) pooled.voxels(), channels);
    float[] largest = new float[gradient.length];
    int[] place = new int[gradient.length];
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < x.length; i++) {
      int v = i / channels;
      int w = v % size.width() / stride;
      int h = v / size.width() % size.height() / stride;
      int d = v / (size.width() * size.height()) / stride;
      int at = ((d * pooled.height() + h) * pooled.width() + w) * channels + i % channels;
      if (x[i] > largest[at]) {
        largest[at] = x[i];
        place[at] = i;
      }
    }
    float[] expected = new float[x.length];
    for (int i = 0; i < place.length; i++) {
      expected[place[i]] = gradient[i];
    }
    try (OneDnn dnn = new OneDnn();
        Arena arena = new Arena()) {
      arena.reset(0);
      HostTensor everything = arena.bytes(1 << 20);
      filled(everything, noNumbers((int) everything.length()));
      arena.release(everything);
      MaxPooling kernel = new MaxPooling(dnn, arena, stride);
      HostTensor input = filled(arena.tensor(type, channels, size), x);
      HostTensor output = kernel.forward(List.of(input), true);
      assertArrayEquals(largest, read(output));
      HostTensor slope = filled(arena.like(output), gradient);
      HostTensor found = kernel.backward(List.of(input), output, slope).get(0);
      assertArrayEquals(expected, read(found));
    }
  }

  /** Voxels of one channel all differ, by halves up to 128: eight significant bits. */
  private static float[] distinct(int voxels, int channels) {
    Random random = new Random(voxels);
    float[] values = new float[voxels * channels];
    for (int c = 0; c < channels; c++) {
      List<Integer> order = IntStream.range(0, voxels).boxed().collect(Collectors.toList());
      Collections.shuffle(order, random);
      for (int v = 0; v < voxels; v++) {
        values[v * channels + c] = order.get(v) - voxels / 2f;
      }
    }
    return values;
  }

  private static HostTensor filled(HostTensor tensor, float[] values) {
    tensor.write(0, values);
    return tensor;
  }

  private static float[] read(HostTensor tensor) {
    float[] values = new float[(int) tensor.length()];
    tensor.read(0, values);
    return values;
  }

  private static float[] noNumbers(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }
}
