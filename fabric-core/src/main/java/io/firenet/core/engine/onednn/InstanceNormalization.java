package io.firenet.core.engine.onednn;

import static io.firenet.core.engine.onednn.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.volume.GridSize;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * Instance norm, {@link io.firenet.network.Layer.InstanceNorm}. For one sample it is batch norm
 * with the statistics of the batch, which oneDNN has in its fastest form; of large tensors it is
 * given {@link ChannelStatistics}.
 */
public final class InstanceNormalization implements Kernel<HostTensor> {

  private final OneDnn dnn;
  private final Arena arena;
  private final float epsilon;
  private final HostWeight scale;
  private final HostWeight bias;
  private @Nullable HostTensor statistics; // [2,C]: mean, variance

  public InstanceNormalization(OneDnn dnn, Arena arena, double epsilon, List<HostWeight> weights) {
    this.dnn = dnn;
    this.arena = arena;
    this.epsilon = (float) epsilon;
    this.scale = weights.get(0);
    this.bias = weights.get(1);
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.like(x);
    if (statistics != null) { // this pass repeats one of the same step
      releaseStatistics();
    }
    statistics = arena.array(2, x.channels());
    long mean = statistics.address();
    if (ChannelStatistics.areNeeded(x.type(), x.size())) {
      ChannelStatistics.write(x, mean);
    }
    plan(x)
        .forward
        .execute(
            x.address(), y.address(), scale.address(), bias.address(), mean, variance(mean, x));
    if (!training) {
      releaseStatistics();
    }
    return y;
  }

  private void releaseStatistics() {
    arena.release(statistics);
    statistics = null;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    long mean = statistics.address();
    plan(x)
        .backward
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

  private Plan plan(HostTensor x) {
    var key = new Key(x.type(), x.channels(), x.size(), epsilon);
    return dnn.plan(key, dnn.tuning().norming(x.byteCount()), () -> Plan.compile(dnn, key));
  }

  private record Key(ElementType type, int channels, GridSize size, float epsilon) {}

  private record Plan(Primitive forward, Primitive backward) implements OneDnn.Plan {

    static Plan compile(OneDnn dnn, Key key) {
      dnnl_memory_desc x = dnn.normed(key.type, key.channels, key.size);
      int affine = dnnl_use_scale | dnnl_use_shift;
      boolean given = ChannelStatistics.areNeeded(key.type, key.size);
      dnnl_primitive_desc forward =
          forward(dnn, x, key.epsilon, given ? affine | dnnl_use_global_stats : affine);
      // The gradient flows through mean and variance whoever computed them.
      dnnl_primitive_desc hint = given ? forward(dnn, x, key.epsilon, affine) : forward;
      dnnl_primitive_desc backward = new dnnl_primitive_desc();
      check(
          dnnl_batch_normalization_backward_primitive_desc_create(
              backward,
              dnn.engine(),
              dnnl_backward,
              x,
              x,
              x,
              key.epsilon,
              affine,
              hint,
              dnn.attributes()),
          "plan the gradient of a norm");
      if (given) {
        dnnl_primitive_desc_destroy(hint);
      }
      dnnl_memory_desc_destroy(x);
      return new Plan(
          new Primitive(
              dnn,
              forward,
              DNNL_ARG_SRC,
              DNNL_ARG_DST,
              DNNL_ARG_SCALE,
              DNNL_ARG_SHIFT,
              DNNL_ARG_MEAN,
              DNNL_ARG_VARIANCE),
          new Primitive(
              dnn,
              backward,
              DNNL_ARG_SRC,
              DNNL_ARG_DIFF_DST,
              DNNL_ARG_DIFF_SRC,
              DNNL_ARG_SCALE,
              DNNL_ARG_MEAN,
              DNNL_ARG_VARIANCE,
              DNNL_ARG_DIFF_SCALE,
              DNNL_ARG_DIFF_SHIFT));
    }

    private static dnnl_primitive_desc forward(
        OneDnn dnn, dnnl_memory_desc x, float epsilon, int flags) {
      dnnl_primitive_desc forward = new dnnl_primitive_desc();
      check(
          dnnl_batch_normalization_forward_primitive_desc_create(
              forward, dnn.engine(), dnnl_forward_training, x, x, epsilon, flags, dnn.attributes()),
          "plan a norm");
      return forward;
    }

    @Override
    public void close() {
      backward.close();
      forward.close();
    }
  }
}
