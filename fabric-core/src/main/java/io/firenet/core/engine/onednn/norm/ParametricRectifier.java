package io.firenet.core.engine.onednn.norm;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_prelu_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_prelu_forward_primitive_desc_create;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.volume.GridSize;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** ReLU with a trainable slope for each channel, {@link io.firenet.network.Layer.PRelu}. */
public final class ParametricRectifier implements Kernel<HostTensor> {

  private static final GridSize ONE = new GridSize(1, 1, 1);

  private final OneDnn dnn;
  private final Arena arena;
  private final HostWeight slope;

  public ParametricRectifier(OneDnn dnn, Arena arena, HostWeight slope) {
    this.dnn = dnn;
    this.arena = arena;
    this.slope = slope;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.like(x);
    plan(x).forward.execute(x.address(), slope.address(), y.address());
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    plan(x)
        .backward
        .execute(
            x.address(),
            slope.address(),
            gradient.address(),
            gradient.address(), // in place
            slope.gradientAddress());
    return List.of(gradient);
  }

  private Plan plan(HostTensor x) {
    var key = new Key(x.type(), x.channels(), x.size());
    return dnn.plan(key, dnn.tuning().moving(2 * x.byteCount()), () -> Plan.compile(dnn, key));
  }

  private record Key(ElementType type, int channels, GridSize size) {}

  private record Plan(Primitive forward, Primitive backward) implements OneDnn.Plan {

    static Plan compile(OneDnn dnn, Key key) {
      dnnl_memory_desc x = MemoryDescs.tensor(key.type, key.channels, key.size);
      dnnl_memory_desc slope = MemoryDescs.tensor(ElementType.FLOAT32, key.channels, ONE);
      dnnl_primitive_desc forward = new dnnl_primitive_desc();
      check(
          dnnl_prelu_forward_primitive_desc_create(
              forward, dnn.engine(), dnnl_forward_training, x, slope, x, dnn.attributes()),
          "plan a parametric activation");
      dnnl_primitive_desc backward = new dnnl_primitive_desc();
      check(
          dnnl_prelu_backward_primitive_desc_create(
              backward, dnn.engine(), x, slope, x, slope, x, forward, dnn.attributes()),
          "plan the gradient of a parametric activation");
      dnnl_memory_desc_destroy(x);
      dnnl_memory_desc_destroy(slope);
      return new Plan(
          new Primitive(dnn, forward, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST),
          new Primitive(
              dnn,
              backward,
              DNNL_ARG_SRC,
              DNNL_ARG_WEIGHTS,
              DNNL_ARG_DIFF_DST,
              DNNL_ARG_DIFF_SRC,
              DNNL_ARG_DIFF_WEIGHTS));
    }

    @Override
    public void close() {
      backward.close();
      forward.close();
    }
  }
}
