package io.firenet.core.engine.onednn.resampling;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_linear;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Trilinear resize with half-pixel centres, as {@link io.firenet.network.Layer.Resize} asks. */
public final class Resampling implements Kernel<HostTensor> {

  private static final long NEIGHBOURS = 8; // that each voxel is read from

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
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.tensor(x.type(), x.channels(), target.get());
    plan(x, y.size()).execute(x.address(), y.address());
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    HostTensor dx = arena.like(x);
    var key = new GradientKey(x.type(), x.channels(), x.size(), gradient.size());
    dnn.plan(
            key,
            () -> new ResamplingGradient(dnn, x.type(), x.channels(), x.size(), gradient.size()))
        .execute(gradient.address(), dx.address());
    arena.release(gradient);
    return List.of(dx);
  }

  private Primitive plan(HostTensor x, GridSize to) {
    var key = new Key(x.type(), x.channels(), x.size(), to);
    double micros = dnn.tuning().moving(NEIGHBOURS * to.voxels() * x.channels() * x.type().bytes());
    return dnn.plan(key, micros, () -> compile(key));
  }

  private Primitive compile(Key key) {
    dnnl_memory_desc x = MemoryDescs.tensor(key.type, key.channels, key.from);
    dnnl_memory_desc y = MemoryDescs.tensor(key.type, key.channels, key.to);
    dnnl_primitive_desc forward = forward(dnn, x, y);
    dnnl_memory_desc_destroy(x);
    dnnl_memory_desc_destroy(y);
    return new Primitive(dnn, forward, DNNL_ARG_SRC, DNNL_ARG_DST);
  }

  /** A linear resize of all axes that differ, planned; to be destroyed by the caller. */
  static dnnl_primitive_desc forward(OneDnn dnn, dnnl_memory_desc x, dnnl_memory_desc y) {
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
    return forward;
  }

  private record Key(ElementType type, int channels, GridSize from, GridSize to) {}

  private record GradientKey(ElementType type, int channels, GridSize from, GridSize to) {}
}
