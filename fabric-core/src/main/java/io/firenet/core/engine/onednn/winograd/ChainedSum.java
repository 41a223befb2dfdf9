package io.firenet.core.engine.onednn.winograd;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * {@code y = Σ f[i]·x[i]} with constant factors, in float32, as {@code ((x₀·f₀/f₁ + x₁)·f₁/f₂ + x₂)
 * …}: oneDNN has code for chains of operations that takes half the time of its sums. Of bfloat16
 * its sums are the faster ones.
 */
final class ChainedSum {

  private ChainedSum() {}

  /**
   * Arguments: x₀, x₁, …, y, x₀ again.
   *
   * @param factors none of them 0
   */
  static Primitive compile(OneDnn dnn, List<Float> factors, long length) {
    int count = factors.size();
    dnnl_memory_desc x = MemoryDescs.plain(ElementType.FLOAT32, dnnl_ab, 1, length);
    dnnl_post_ops chain = new dnnl_post_ops();
    check(dnnl_post_ops_create(chain), "create a chain");
    int[] arguments = new int[count + 2];
    arguments[0] = DNNL_ARG_SRC_0;
    int links = 0;
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        check(dnnl_post_ops_append_binary(chain, dnnl_binary_add, x), "chain a sum");
        links++;
        arguments[i] = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * links | DNNL_ARG_SRC_1;
      }
      float ratio = i + 1 < count ? factors.get(i) / factors.get(i + 1) : factors.get(i);
      if (ratio != 1) {
        check(dnnl_post_ops_append_eltwise(chain, dnnl_eltwise_linear, ratio, 0), "chain a factor");
        links++;
      }
    }
    arguments[count] = DNNL_ARG_DST;
    arguments[count + 1] = DNNL_ARG_SRC_1;
    dnnl_primitive_attr attributes = dnn.newAttributes();
    check(dnnl_primitive_attr_set_post_ops(attributes, chain), "set a chain");
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check( // of x₀ and itself, which begins the chain with x₀
        dnnl_binary_primitive_desc_create(desc, dnn.engine(), dnnl_binary_max, x, x, x, attributes),
        "plan a chained sum");
    dnnl_primitive_attr_destroy(attributes);
    dnnl_post_ops_destroy(chain);
    dnnl_memory_desc_destroy(x);
    return new Primitive(dnn, desc, arguments);
  }
}
