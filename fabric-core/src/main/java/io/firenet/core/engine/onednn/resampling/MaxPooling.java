package io.firenet.core.engine.onednn.resampling;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.ConvolutionShape;
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

/** Max pooling, {@link io.firenet.network.Layer.MaxPool}; remembers where each maximum was. */
public final class MaxPooling implements Kernel<HostTensor> {

  private final OneDnn dnn;
  private final Arena arena;
  private final int stride;
  private @Nullable HostTensor positions; // a byte for each output value

  public MaxPooling(OneDnn dnn, Arena arena, int stride) {
    this.dnn = dnn;
    this.arena = arena;
    this.stride = stride;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.tensor(x.type(), x.channels(), x.size().ceilDiv(stride));
    if (positions != null) { // this pass repeats one of the same step
      releasePositions();
    }
    Primitive pool = plan(x).forward;
    positions = arena.bytes(pool.bytes(2));
    pool.execute(x.address(), y.address(), positions.address());
    if (!training) {
      releasePositions();
    }
    return y;
  }

  private void releasePositions() {
    arena.release(positions);
    positions = null;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    HostTensor dx = arena.like(x);
    plan(x).backward.execute(gradient.address(), dx.address(), positions.address());
    releasePositions();
    arena.release(gradient);
    return List.of(dx);
  }

  private Plan plan(HostTensor x) {
    var key = new Key(x.type(), x.channels(), x.size(), stride);
    return dnn.plan(key, dnn.tuning().moving(2 * x.byteCount()), () -> Plan.compile(dnn, key));
  }

  private record Key(ElementType type, int channels, GridSize size, int stride) {}

  private record Plan(Primitive forward, Primitive backward) implements OneDnn.Plan {

    static Plan compile(OneDnn dnn, Key key) {
      GridSize to = key.size.ceilDiv(key.stride);
      dnnl_memory_desc x = MemoryDescs.tensor(key.type, key.channels, key.size);
      dnnl_memory_desc y = MemoryDescs.tensor(key.type, key.channels, to);
      long[] window = ConvolutionShape.cube(key.stride);
      long[] dense = ConvolutionShape.cube(0);
      long[] front = ConvolutionShape.cube(0);
      long[] behind = {
        (long) to.depth() * key.stride - key.size.depth(),
        (long) to.height() * key.stride - key.size.height(),
        (long) to.width() * key.stride - key.size.width()
      };
      dnnl_primitive_desc forward = new dnnl_primitive_desc();
      check(
          dnnl_pooling_forward_primitive_desc_create(
              forward,
              dnn.engine(),
              dnnl_forward_training,
              dnnl_pooling_max,
              x,
              y,
              window,
              window,
              dense,
              front,
              behind,
              dnn.attributes()),
          "plan a max pooling");
      dnnl_primitive_desc backward = new dnnl_primitive_desc();
      check(
          dnnl_pooling_backward_primitive_desc_create(
              backward,
              dnn.engine(),
              dnnl_pooling_max,
              x,
              y,
              window,
              window,
              dense,
              front,
              behind,
              forward,
              dnn.attributes()),
          "plan the gradient of a max pooling");
      dnnl_memory_desc_destroy(x);
      dnnl_memory_desc_destroy(y);
      return new Plan(
          new Primitive(dnn, forward, DNNL_ARG_SRC, DNNL_ARG_DST, DNNL_ARG_WORKSPACE),
          new Primitive(dnn, backward, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC, DNNL_ARG_WORKSPACE));
    }

    @Override
    public void close() {
      backward.close();
      forward.close();
    }
  }
}
