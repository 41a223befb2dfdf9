package io.firenet.core.engine.onednn.sum;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
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

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.volume.GridSize;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * The gradient of {@code y = gate·x} by x and, for each channel, by the gate. It is that of a batch
 * norm with mean 0 and variance 1, which oneDNN computes in a single operation.
 */
public final class GateGradientPlan {

  public record Key(ElementType type, int channels, GridSize size) {}

  private GateGradientPlan() {}

  /** Arguments: x, dy, dx, gate, mean, variance, dgate; the last four {@code [C]}. */
  public static Primitive compile(OneDnn dnn, Key key) {
    dnnl_memory_desc x = dnn.normed(key.type, key.channels, key.size);
    int flags = dnnl_use_scale | dnnl_use_global_stats;
    dnnl_primitive_desc forward = new dnnl_primitive_desc();
    check(
        dnnl_batch_normalization_forward_primitive_desc_create(
            forward, dnn.engine(), dnnl_forward_training, x, x, 0, flags, dnn.attributes()),
        "plan a gate");
    dnnl_primitive_desc backward = new dnnl_primitive_desc();
    check(
        dnnl_batch_normalization_backward_primitive_desc_create(
            backward, dnn.engine(), dnnl_backward, x, x, x, 0, flags, forward, dnn.attributes()),
        "plan the gradient of a gate");
    dnnl_primitive_desc_destroy(forward);
    dnnl_memory_desc_destroy(x);
    return new Primitive(
        dnn,
        backward,
        DNNL_ARG_SRC,
        DNNL_ARG_DIFF_DST,
        DNNL_ARG_DIFF_SRC,
        DNNL_ARG_SCALE,
        DNNL_ARG_MEAN,
        DNNL_ARG_VARIANCE,
        DNNL_ARG_DIFF_SCALE);
  }
}
