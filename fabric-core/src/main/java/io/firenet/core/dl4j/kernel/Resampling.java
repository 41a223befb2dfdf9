package io.firenet.core.dl4j.kernel;

import static io.firenet.core.dl4j.kernel.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_linear;

import io.firenet.core.dl4j.memory.Arena;
import io.firenet.core.dl4j.memory.Tensor;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** Trilinear resize with half-pixel centres, as {@link io.firenet.network.Layer.Resize} asks. */
public final class Resampling implements Kernel {

  private final OneDnn dnn;
  private final Arena arena;
  private final Supplier<GridSize> target;

  /**
   * @param target the size to resize to in the current step
   */
  public Resampling(OneDnn dnn, Arena arena, Supplier<GridSize> target) {
    this.dnn = dnn;
    this.arena = arena;
    this.target = target;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, boolean training) {
    Tensor x = inputs.get(0);
    Tensor y = arena.tensor(x.type(), x.channels(), target.get());
    plan(x, y.size()).forward.execute(x.address(), y.address());
    return y;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Tensor> inputs, Tensor output, Tensor gradient) {
    Tensor x = inputs.get(0);
    Tensor dx = arena.like(x);
    plan(x, gradient.size()).backward.execute(gradient.address(), dx.address());
    arena.release(gradient);
    return List.of(dx);
  }

  private Plan plan(Tensor x, GridSize to) {
    var key = new Key(x.type(), x.channels(), x.size(), to);
    return dnn.plan(key, () -> Plan.compile(dnn, key));
  }

  private record Key(DataType type, int channels, GridSize from, GridSize to) {}

  private record Plan(Primitive forward, Primitive backward) implements OneDnn.Plan {

    static Plan compile(OneDnn dnn, Key key) {
      dnnl_memory_desc x = OneDnn.tensor(key.type, key.channels, key.from);
      dnnl_memory_desc y = OneDnn.tensor(key.type, key.channels, key.to);
      dnnl_primitive_desc forward = new dnnl_primitive_desc();
      float[] factors = null; // follow from the sizes
      check(
          dnnl_resampling_forward_primitive_desc_create(
              forward,
              dnn.engine(),
              dnnl_forward_training,
              dnnl_resampling_linear,
              factors,
              x,
              y,
              dnn.attributes()),
          "plan a resize");
      dnnl_primitive_desc backward = new dnnl_primitive_desc();
      check(
          dnnl_resampling_backward_primitive_desc_create(
              backward,
              dnn.engine(),
              dnnl_resampling_linear,
              factors,
              x,
              y,
              forward,
              dnn.attributes()),
          "plan the gradient of a resize");
      dnnl_memory_desc_destroy(x);
      dnnl_memory_desc_destroy(y);
      return new Plan(
          new Primitive(dnn, forward, DNNL_ARG_SRC, DNNL_ARG_DST),
          new Primitive(dnn, backward, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_SRC));
    }

    @Override
    public void close() {
      backward.close();
      forward.close();
    }
  }
}
