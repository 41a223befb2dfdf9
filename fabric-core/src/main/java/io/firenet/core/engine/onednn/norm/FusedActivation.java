package io.firenet.core.engine.onednn.norm;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.network.Layer;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * The LeakyReLU behind an operation, computed with it: where oneDNN can, before it writes its
 * output, which is one pass over the memory less.
 *
 * @param slope of negative values; 1 where there is no activation
 */
public record FusedActivation(float slope) {

  public static final FusedActivation NONE = new FusedActivation(1);

  public static FusedActivation of(Layer.@Nullable LeakyRelu activation) {
    return activation == null ? NONE : new FusedActivation((float) activation.alpha());
  }

  /** Computes it in place. */
  void apply(OneDnn dnn, HostTensor y) {
    if (slope != 1) {
      LeakyRectifier.plan(dnn, y, slope).forward().execute(y.address(), y.address());
    }
  }

  /** What an operation with it is planned with, to be destroyed by the caller. */
  public dnnl_primitive_attr attributes(OneDnn dnn) {
    dnnl_primitive_attr attributes = dnn.newAttributes();
    if (slope != 1) {
      dnnl_post_ops chain = new dnnl_post_ops();
      check(dnnl_post_ops_create(chain), "create a chain");
      check(
          dnnl_post_ops_append_eltwise(chain, dnnl_eltwise_relu, slope, 0), "chain an activation");
      check(dnnl_primitive_attr_set_post_ops(attributes, chain), "set a chain");
      dnnl_post_ops_destroy(chain);
    }
    return attributes;
  }
}
