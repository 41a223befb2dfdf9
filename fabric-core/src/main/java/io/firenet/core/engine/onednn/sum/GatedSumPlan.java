package io.firenet.core.engine.onednn.sum;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * {@code y = Σ gate[i]·x[i]} in one pass over the memory, as {@code ((x₀·f₀ + x₁)·f₁ + x₂)·f₂ …}
 * with {@code f[i] = gate[i]/gate[i+1]}: oneDNN chains products and sums, but adds no products.
 */
final class GatedSumPlan {

  record Key(int count, ElementType type, long length) {}

  private GatedSumPlan() {}

  /** Arguments: y, x₀, f₀, x₁, f₁, … */
  static Primitive compile(OneDnn dnn, Key key) {
    dnnl_memory_desc x = MemoryDescs.plain(key.type, dnnl_ab, 1, key.length);
    dnnl_memory_desc factor = MemoryDescs.plain(dnnl_ab, 1, 1);
    dnnl_post_ops chain = new dnnl_post_ops();
    check(dnnl_post_ops_create(chain), "create a chain");
    int[] arguments = new int[2 * key.count + 1];
    arguments[0] = DNNL_ARG_DST;
    arguments[1] = DNNL_ARG_SRC_0;
    arguments[2] = DNNL_ARG_SRC_1;
    for (int i = 3; i < arguments.length; i++) {
      int link = i - 3;
      int kind = link % 2 == 0 ? dnnl_binary_add : dnnl_binary_mul;
      dnnl_memory_desc operand = link % 2 == 0 ? x : factor;
      check(dnnl_post_ops_append_binary(chain, kind, operand), "chain sums");
      arguments[i] = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (link + 1) | DNNL_ARG_SRC_1;
    }
    dnnl_primitive_attr attributes = dnn.newAttributes();
    check(dnnl_primitive_attr_set_post_ops(attributes, chain), "set a chain");
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_binary_primitive_desc_create(
            desc, dnn.engine(), dnnl_binary_mul, x, factor, x, attributes),
        "plan a trainable sum");
    dnnl_primitive_attr_destroy(attributes);
    dnnl_post_ops_destroy(chain);
    dnnl_memory_desc_destroy(factor);
    dnnl_memory_desc_destroy(x);
    return new Primitive(dnn, desc, arguments);
  }
}
