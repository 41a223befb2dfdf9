package io.firenet.core.engine.onednn.norm;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.onednn.operation.OneDnn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instance norm, {@link io.firenet.network.Layer.InstanceNorm}, and the activation behind it. The
 * statistics of large tensors in float32 are {@link ChannelStatistics}; with these it is one pass.
 */
public final class InstanceNormalization implements Kernel<HostTensor> {

  private final OneDnn dnn;
  private final Arena arena;
  private final float epsilon;
  private final HostWeight scale;
  private final HostWeight bias;
  private final FusedActivation activation;
  private @Nullable HostTensor statistics; // [2,C]: mean, variance
  private @Nullable HostTensor statisticsOf;

  /** With no activation behind it. */
  public InstanceNormalization(OneDnn dnn, Arena arena, double epsilon, List<HostWeight> weights) {
    this(dnn, arena, epsilon, weights, FusedActivation.NONE);
  }

  public InstanceNormalization(
      OneDnn dnn,
      Arena arena,
      double epsilon,
      List<HostWeight> weights,
      FusedActivation activation) {
    this.dnn = dnn;
    this.arena = arena;
    this.epsilon = (float) epsilon;
    this.scale = weights.get(0);
    this.bias = weights.get(1);
    this.activation = activation;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.like(x);
    boolean known = statistics != null && statisticsOf == x; // this pass repeats one of the step
    boolean summed = !known && ChannelStatistics.areNeeded(x.type(), x.size());
    if (!known) {
      if (statistics != null) {
        releaseStatistics();
      }
      statistics = arena.array(2L * x.channels());
      statisticsOf = x;
    }
    long mean = statistics.address();
    if (summed) {
      ChannelStatistics.write(x, mean);
    }
    boolean measured = known || summed;
    NormPlan plan = plan(x);
    (measured ? plan.measured() : plan.measuring())
        .execute(
            x.address(), y.address(), scale.address(), bias.address(), mean, variance(mean, x));
    if (!measured || !plan.hasActivation()) {
      activation.apply(dnn, y);
    }
    if (!training) {
      releaseStatistics();
    }
    return y;
  }

  private void releaseStatistics() {
    arena.release(statistics);
    statistics = null;
    statisticsOf = null;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    long mean = statistics.address();
    plan(x)
        .backward()
        .execute(
            x.address(),
            gradient.address(),
            gradient.address(), // in place
            scale.address(),
            mean,
            variance(mean, x),
            scale.gradientAddress(),
            bias.gradientAddress());
    releaseStatistics();
    return List.of(gradient);
  }

  private static long variance(long mean, HostTensor x) {
    return mean + (long) Float.BYTES * x.channels();
  }

  private NormPlan plan(HostTensor x) {
    var key = new NormPlan.Key(x.type(), x.channels(), x.size(), epsilon, activation);
    return dnn.plan(key, () -> new NormPlan(dnn, key));
  }
}
