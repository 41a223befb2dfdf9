package io.firenet.core.engine.onednn.operation;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.memory.ElementType;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** The product of two square matrices of zeros: what the processor can do at best. */
public final class MatrixProduct implements AutoCloseable {

  private final OneDnn dnn = new OneDnn();
  private final Arena arena = new Arena();
  private final Primitive primitive;
  private final HostTensor left;
  private final HostTensor right;
  private final HostTensor product;

  public MatrixProduct(ElementType type, int side) {
    dnnl_memory_desc plain = MemoryDescs.plain(type, dnnl_ab, side, side);
    dnnl_memory_desc blocked = MemoryDescs.plain(type, dnnl_format_tag_any, side, side);
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_matmul_primitive_desc_create(
            desc, dnn.engine(), plain, blocked, null, plain, dnn.attributes()),
        "plan a matrix product");
    dnnl_memory_desc_destroy(plain);
    dnnl_memory_desc_destroy(blocked);
    primitive = new Primitive(dnn, desc, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
    left = arena.bytes(primitive.bytes(0)).cleared();
    right = arena.bytes(primitive.bytes(1)).cleared();
    product = arena.bytes(primitive.bytes(2)).cleared();
  }

  public void execute() {
    primitive.execute(left.address(), right.address(), product.address());
  }

  @Override
  public void close() {
    primitive.close();
    arena.close();
    dnn.close();
  }
}
