package io.firenet.core.engine.onednn;

import static io.firenet.core.engine.onednn.OneDnn.check;
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
import io.firenet.volume.GridSize;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** LeakyReLU; its gradient needs the output's sign only, so it may overwrite its input. */
public final class LeakyRectifier implements Kernel<HostTensor> {

  private final OneDnn dnn;
  private final Arena arena;
  private final float slope;
  private final boolean inPlace;

  /**
   * @param inPlace whether the input is overwritten: nobody else may need it
   */
  public LeakyRectifier(OneDnn dnn, Arena arena, double slope, boolean inPlace) {
    this.dnn = dnn;
    this.arena = arena;
    this.slope = (float) slope;
    this.inPlace = inPlace;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = inPlace ? x : arena.like(x);
    plan(x).forward.execute(x.address(), y.address());
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    plan(output).backward.execute(output.address(), gradient.address(), gradient.address());
    return List.of(gradient);
  }

  private Plan plan(HostTensor x) {
    var key = new Key(x.type(), x.channels(), x.size(), slope);
    return dnn.plan(key, dnn.tuning().moving(2 * x.byteCount()), () -> Plan.compile(dnn, key));
  }

  private record Key(ElementType type, int channels, GridSize size, float slope) {}

  private record Plan(Primitive forward, Primitive backward) implements OneDnn.Plan {

    static Plan compile(OneDnn dnn, Key key) {
      dnnl_memory_desc x = OneDnn.tensor(key.type, key.channels, key.size);
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
