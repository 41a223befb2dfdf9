package io.firenet.core.engine.onednn.sum;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.onednn.operation.OneDnn;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The fabric's trainable feature sum, {@link io.firenet.network.Layer.TrainableSum}. */
public final class TrainableSum implements Kernel<HostTensor> {

  private static final double SMALLEST_GATE = 1e-20; // gates are divided by each other

  private final OneDnn dnn;
  private final Arena arena;
  private final HostWeight weight;

  public TrainableSum(OneDnn dnn, Arena arena, HostWeight weight) {
    this.dnn = dnn;
    this.arena = arena;
    this.weight = weight;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    int count = inputs.size();
    checkAlike(inputs);
    HostTensor y = arena.like(x);
    double[] gates = gates();
    HostTensor factors = arena.array(count);
    for (int i = 0; i < count; i++) {
      double next = i + 1 < count ? gates[i + 1] : 1;
      factors.values().put(i, (float) (gates[i] / next));
    }
    long[] addresses = new long[2 * count + 1];
    addresses[0] = y.address();
    for (int i = 0; i < count; i++) {
      addresses[2 * i + 1] = inputs.get(i).address();
      addresses[2 * i + 2] = factors.address() + (long) i * Float.BYTES;
    }
    var key = new GatedSumPlan.Key(count, x.type(), x.length());
    double micros = dnn.tuning().moving((count + 1) * x.byteCount());
    dnn.plan(key, micros, () -> GatedSumPlan.compile(dnn, key)).execute(addresses);
    arena.release(factors);
    return y;
  }

  private static void checkAlike(List<HostTensor> inputs) {
    if (inputs.stream().map(HostTensor::type).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "a trainable sum of the mean over all voxels, which is float32, with bfloat16; add it with"
              + " Layer.Add instead, or train with --precision f32");
    }
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    double[] gates = gates();
    FloatBuffer gateGradient = HostTensor.values(weight.gradientAddress(), gates.length);
    List<@Nullable HostTensor> result = new ArrayList<>();
    for (int i = 0; i < gates.length; i++) {
      boolean last = i == gates.length - 1;
      HostTensor dx = last ? gradient : arena.like(gradient);
      double slope = gates[i] * (1 - gates[i]); // σ' = σ(1 − σ)
      gateGradient.put(i, (float) (slope * scale(inputs.get(i), gradient, gates[i], dx)));
      result.add(dx);
    }
    return result;
  }

  /**
   * Sets {@code dx = gate·gradient}, which may be one tensor.
   *
   * @return {@code Σ x·gradient}
   */
  private double scale(HostTensor x, HostTensor gradient, double gate, HostTensor dx) {
    int channels = x.channels();
    var key = new GateGradientPlan.Key(x.type(), channels, x.size());
    HostTensor vectors = arena.array(4L * channels);
    FloatBuffer values = vectors.values();
    for (int c = 0; c < channels; c++) {
      values.put(c, (float) gate).put(channels + c, 0).put(2 * channels + c, 1);
    }
    long row = (long) Float.BYTES * channels;
    long first = vectors.address();
    dnn.plan(key, dnn.tuning().norming(x.byteCount()), () -> GateGradientPlan.compile(dnn, key))
        .execute(
            x.address(),
            gradient.address(),
            dx.address(),
            first,
            first + row,
            first + 2 * row,
            first + 3 * row);
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      sum += values.get(3 * channels + c);
    }
    arena.release(vectors);
    return sum;
  }

  /** σ of the weights. */
  private double[] gates() {
    float[] weights = weight.values();
    return IntStream.range(0, weights.length)
        .mapToDouble(i -> Math.max(SMALLEST_GATE, 1 / (1 + Math.exp(-weights[i]))))
        .toArray();
  }
}
