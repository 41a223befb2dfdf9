package io.firenet.core.engine.onednn;

import static io.firenet.core.engine.onednn.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abc;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.volume.GridSize;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;

/**
 * The gradient of a trilinear resize, one axis after another, each as a matrix product: oneDNN's
 * own operation visits eight neighbours of every voxel and takes several times as long.
 */
final class ResamplingGradient implements OneDnn.Plan {

  private static final int AXES = 3;
  private static final long ALIGN = 64;

  private final OneDnn dnn;
  private final Primitive[] products = new Primitive[AXES]; // along w, h, d
  private final BytePointer[] matrices = new BytePointer[AXES];
  private final long[] bytes = new long[AXES]; // of what each product gives
  private final int slabs; // of some planes, for the products along w and h
  private final long slabBytes;

  /**
   * @param from size of the resize's input, which its gradient has
   * @param to size of the resize's output
   */
  ResamplingGradient(OneDnn dnn, ElementType type, int channels, GridSize from, GridSize to) {
    this.dnn = dnn;
    long row = (long) from.width() * channels;
    long plane = from.height() * row;
    int planes = planes(dnn.tuning(), channels, from, to);
    slabs = to.depth() / planes;
    slabBytes = (long) planes * to.height() * to.width() * channels * type.bytes();
    product(0, type, (long) planes * to.height(), from.width(), to.width(), channels);
    product(1, type, planes, from.height(), to.height(), row);
    product(2, type, 1, from.depth(), to.depth(), plane);
  }

  /** How many planes are worked on at once: a divisor of the output's depth. */
  private static int planes(Tuning tuning, int channels, GridSize from, GridSize to) {
    long row = (long) from.width() * channels;
    int planes =
        (int) Math.max(1, Math.min(to.depth(), tuning.resizeSlabValues() / (to.height() * row)));
    while (to.depth() % planes != 0) {
      planes--;
    }
    return planes;
  }

  /** The working memory that such a gradient takes. */
  static long workspaceBytes(
      Tuning tuning, ElementType type, int channels, GridSize from, GridSize to) {
    long row = (long) from.width() * channels * type.bytes();
    return to.depth() * from.height() * row
        + planes(tuning, channels, from, to) * to.height() * row
        + ALIGN;
  }

  /** {@code [batch,inner,n]} from {@code [batch,outer,n]}. */
  private void product(int axis, ElementType type, long batch, int inner, int outer, long n) {
    double micros =
        dnn.tuning().moving(batch * (inner + outer) * n * type.bytes())
            + dnn.tuning().multiplying(2.0 * batch * inner * outer * n, type);
    products[axis] = dnn.compile(micros, () -> compile(type, batch, inner, outer, n));
    matrices[axis] = new BytePointer((long) inner * outer * type.bytes());
    HostTensor.write(matrices[axis].address(), type, weights(inner, outer));
    bytes[axis] = batch * inner * n * type.bytes();
  }

  private Primitive compile(ElementType type, long batch, int inner, int outer, long n) {
    dnnl_memory_desc matrix = OneDnn.plain(type, dnnl_abc, 1, inner, outer);
    dnnl_memory_desc source = OneDnn.plain(type, dnnl_abc, batch, outer, n);
    dnnl_memory_desc target = OneDnn.plain(type, dnnl_abc, batch, inner, n);
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_matmul_primitive_desc_create(
            desc, dnn.engine(), matrix, source, null, target, dnn.attributes()),
        "plan the gradient of a resize");
    dnnl_memory_desc_destroy(matrix);
    dnnl_memory_desc_destroy(source);
    dnnl_memory_desc_destroy(target);
    return new Primitive(dnn, desc, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
  }

  /** The share that each input value has in each output value, transposed. */
  private static float[] weights(int inner, int outer) {
    float[] weights = new float[inner * outer];
    for (int o = 0; o < outer; o++) {
      double at = (o + 0.5) * inner / outer - 0.5;
      int below = (int) Math.floor(at);
      float share = (float) (at - below);
      weights[Math.max(0, below) * outer + o] += 1 - share;
      weights[Math.min(inner - 1, below + 1) * outer + o] += share;
    }
    return weights;
  }

  void execute(long outputGradient, long inputGradient) {
    long whole = dnn.workspace(slabs * bytes[1] + bytes[0] + ALIGN);
    long slab = (whole + slabs * bytes[1] + ALIGN - 1) / ALIGN * ALIGN;
    for (int i = 0; i < slabs; i++) {
      products[0].execute(matrices[0].address(), outputGradient + i * slabBytes, slab);
      products[1].execute(matrices[1].address(), slab, whole + i * bytes[1]);
    }
    products[2].execute(matrices[2].address(), whole, inputGradient);
  }

  @Override
  public void close() {
    for (int axis = 0; axis < AXES; axis++) {
      products[axis].close();
      matrices[axis].close();
    }
  }
}
