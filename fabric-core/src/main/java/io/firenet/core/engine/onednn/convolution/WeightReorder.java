package io.firenet.core.engine.onednn.convolution;

import static org.bytedeco.dnnl.global.dnnl.dnnl_AcdeB16a2b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_AcdeB32a2b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_AcdeB48a2b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_AcdeB64a2b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_BA16a16b2a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_BA16a32b2a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_BA16a48b2a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_BA16a64b2a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.jspecify.annotations.Nullable;

/**
 * Brings a convolution's weights {@code [D,H,W,I,O]}, float32, into the blocks that an operation
 * wants. Where these are the blocks of a matrix {@code [D·H·W·I,O]} in bfloat16, it rounds first
 * and then moves the matrix, for which oneDNN has code of its own: half the time of doing both at
 * once.
 */
public final class WeightReorder implements OneDnn.Plan {

  /** Blocks of a convolution's weights, and the same blocks as those of a matrix. */
  private static final int[][] TAGS = {
    {dnnl_AcdeB16a2b, dnnl_BA16a16b2a, 16},
    {dnnl_AcdeB32a2b, dnnl_BA16a32b2a, 32},
    {dnnl_AcdeB48a2b, dnnl_BA16a48b2a, 48},
    {dnnl_AcdeB64a2b, dnnl_BA16a64b2a, 64}
  };

  private static final int ROWS = 32; // of a block of a matrix

  private final OneDnn dnn;
  private final @Nullable Primitive rounding;
  private final Primitive moving;

  /**
   * @param shape {@code [O,I,D,H,W]}, or with groups in front
   */
  WeightReorder(OneDnn dnn, dnnl_memory_desc plain, dnnl_memory_desc blocked, long[] shape) {
    this.dnn = dnn;
    long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    int tag = matrixTag(blocked, shape);
    if (tag == 0) {
      rounding = null;
      moving = compile(count * (2 * Float.BYTES), plain, blocked);
      return;
    }
    long outputs = shape[0];
    ElementType half = ElementType.BFLOAT16;
    dnnl_memory_desc single = MemoryDescs.plain(dnnl_a, count);
    dnnl_memory_desc rounded = MemoryDescs.plain(half, dnnl_a, count);
    rounding = compile(count * (Float.BYTES + half.bytes()), single, rounded);
    dnnl_memory_desc rows = MemoryDescs.plain(half, dnnl_ab, count / outputs, outputs);
    dnnl_memory_desc blocks = MemoryDescs.plain(half, tag, count / outputs, outputs);
    moving = compile(count * (2L * half.bytes()), rows, blocks);
    dnnl_memory_desc_destroy(single);
    dnnl_memory_desc_destroy(rounded);
    dnnl_memory_desc_destroy(rows);
    dnnl_memory_desc_destroy(blocks);
  }

  /** The blocks of the matrix that has the memory of the blocked weights; 0 if none has. */
  private static int matrixTag(dnnl_memory_desc blocked, long[] shape) {
    if (shape.length != 5 || shape[1] % ROWS != 0) {
      return 0;
    }
    for (int[] tags : TAGS) {
      if (shape[0] % tags[2] == 0) {
        dnnl_memory_desc candidate = MemoryDescs.plain(ElementType.BFLOAT16, tags[0], shape);
        boolean equal = dnnl_memory_desc_equal(candidate, blocked) != 0;
        dnnl_memory_desc_destroy(candidate);
        if (equal) {
          return tags[1];
        }
      }
    }
    return 0;
  }

  private Primitive compile(long bytes, dnnl_memory_desc from, dnnl_memory_desc to) {
    return dnn.compile(dnn.tuning().reordering(bytes), () -> Primitive.reorder(dnn, from, to));
  }

  /** The working memory for weights of a type, at most. */
  public static long workspaceBytes(ElementType type, long weights) {
    return type == ElementType.BFLOAT16 ? weights * type.bytes() : 0;
  }

  /** The bytes of what it reads. */
  long bytesFrom() {
    return (rounding == null ? moving : rounding).bytes(0);
  }

  /** The bytes of what it writes. */
  long bytesTo() {
    return moving.bytes(1);
  }

  /** From one address to another. */
  public void execute(long from, long to) {
    if (rounding == null) {
      moving.execute(from, to);
    } else {
      long rounded = dnn.workspace(rounding.bytes(1));
      rounding.execute(from, rounded);
      moving.execute(rounded, to);
    }
  }

  @Override
  public void close() {
    if (rounding != null) {
      rounding.close();
    }
    moving.close();
  }
}
