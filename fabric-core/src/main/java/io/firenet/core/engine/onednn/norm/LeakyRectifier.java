package io.firenet.core.engine.onednn.norm;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
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

/**
 * LeakyReLU; its gradient needs the output's sign only, so it may overwrite its input. Forward it
 * has nothing to do where the operation before it has a {@link FusedActivation}.
 */
public final class LeakyRectifier implements Kernel<HostTensor> {

  private final OneDnn dnn;
  private final Arena arena;
  private final float slope;
  private final boolean inPlace;
  private final boolean fused;

  /**
   * @param inPlace whether the input is overwritten: nobody else may need it
   * @param fused whether the input holds the output's values already
   */
  public LeakyRectifier(OneDnn dnn, Arena arena, double slope, boolean inPlace, boolean fused) {
    this.dnn = dnn;
    this.arena = arena;
    this.slope = (float) slope;
    this.inPlace = inPlace;
    this.fused = fused;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    if (fused) {
      return x;
    }
    HostTensor y = inPlace ? x : arena.like(x);
    plan(dnn, x, slope).forward.execute(x.address(), y.address());
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    plan(dnn, output, slope)
        .backward
        .execute(output.address(), gradient.address(), gradient.address());
    return List.of(gradient);
  }

  static Plan plan(OneDnn dnn, HostTensor x, float slope) {
    var key = new Key(x.type(), x.channels(), x.size(), slope);
    return dnn.plan(key, dnn.tuning().moving(2 * x.byteCount()), () -> Plan.compile(dnn, key));
  }

  private record Key(ElementType type, int channels, GridSize size, float slope) {}

  /** Arguments: x, y; and y, its gradient, that of x. */
  record Plan(Primitive forward, Primitive backward) implements OneDnn.Plan {

    static Plan compile(OneDnn dnn, Key key) {
      dnnl_memory_desc x = MemoryDescs.tensor(key.type, key.channels, key.size);
      int kind = dnnl_eltwise_relu_use_dst_for_bwd;
      dnnl_primitive_desc forward = new dnnl_primitive_desc();
      check(
          dnnl_eltwise_forward_primitive_desc_create(
              forward,
              dnn.engine(),
              dnnl_forward_training,
              kind,
              x,
              x,
              key.slope,
              0,
              dnn.attributes()),
          "plan an activation");
      dnnl_primitive_desc backward = new dnnl_primitive_desc();
      check(
          dnnl_eltwise_backward_primitive_desc_create(
              backward, dnn.engine(), kind, x, x, x, key.slope, 0, forward, dnn.attributes()),
          "plan the gradient of an activation");
      dnnl_memory_desc_destroy(x);
      return new Plan(
          new Primitive(dnn, forward, DNNL_ARG_SRC, DNNL_ARG_DST),
          new Primitive(dnn, backward, DNNL_ARG_DST, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC));
    }

    @Override
    public void close() {
      backward.close();
      forward.close();
    }
  }
}
