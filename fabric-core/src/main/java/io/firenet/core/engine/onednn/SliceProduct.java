package io.firenet.core.engine.onednn;

import static io.firenet.core.engine.onednn.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.memory.ElementType;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;

/** Sums of slices of memory with the factors of a small matrix: each row gives one sum. */
final class SliceProduct implements OneDnn.Plan {

  private final BytePointer matrix;
  private final Primitive product;

  /**
   * @param matrix {@code [targets,sources]}
   * @param values of a slice
   * @param sourceStride values from one slice that is read to the next
   * @param targetStride values from one slice that is written to the next
   */
  SliceProduct(
      OneDnn dnn,
      ElementType type,
      float[][] matrix,
      long values,
      long sourceStride,
      long targetStride) {
    int rows = matrix.length;
    int columns = matrix[0].length;
    float[] flat = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(matrix[row], 0, flat, row * columns, columns);
    }
    this.matrix = new BytePointer((long) flat.length * type.bytes());
    HostTensor.write(this.matrix.address(), type, flat);
    dnnl_memory_desc factors = OneDnn.plain(type, dnnl_ab, rows, columns);
    dnnl_memory_desc sources = slices(type, columns, values, sourceStride);
    dnnl_memory_desc targets = slices(type, rows, values, targetStride);
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_matmul_primitive_desc_create(
            desc, dnn.engine(), factors, sources, null, targets, dnn.attributes()),
        "plan sums of slices");
    dnnl_memory_desc_destroy(factors);
    dnnl_memory_desc_destroy(sources);
    dnnl_memory_desc_destroy(targets);
    product = new Primitive(dnn, desc, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
  }

  private static dnnl_memory_desc slices(ElementType type, int count, long values, long stride) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    long[] sizes = {count, values};
    long[] strides = {stride, 1};
    int format = type == ElementType.BFLOAT16 ? dnnl_bf16 : dnnl_f32;
    check(dnnl_memory_desc_create_with_strides(desc, 2, sizes, format, strides), "describe slices");
    return desc;
  }

  /** From the address of the first slice that is read to that of the first that is written. */
  void execute(long from, long to) {
    product.execute(matrix.address(), from, to);
  }

  long scratchpadBytes() {
    return product.scratchpadBytes();
  }

  @Override
  public void close() {
    product.close();
    matrix.close();
  }
}
