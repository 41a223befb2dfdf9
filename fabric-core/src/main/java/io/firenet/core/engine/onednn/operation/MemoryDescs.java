package io.firenet.core.engine.onednn.operation;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_acdeb;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.volume.GridSize;
import org.bytedeco.dnnl.dnnl_memory_desc;

/** Where oneDNN is told that the values of an array lie. The caller destroys each. */
public final class MemoryDescs {

  private MemoryDescs() {}

  /** The memory of a channels-last tensor {@code [1,D,H,W,C]}. */
  public static dnnl_memory_desc tensor(ElementType type, int channels, GridSize size) {
    return plain(type, dnnl_acdeb, 1, channels, size.depth(), size.height(), size.width());
  }

  /** The memory of a float32 array in a layout that oneDNN names. */
  public static dnnl_memory_desc plain(int tag, long... sizes) {
    return plain(ElementType.FLOAT32, tag, sizes);
  }

  /** The memory of an array in a layout that oneDNN names. */
  public static dnnl_memory_desc plain(ElementType type, int tag, long... sizes) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_tag(desc, sizes.length, sizes, format(type), tag),
        "describe memory");
    return desc;
  }

  /**
   * The memory of an array whose values lie apart.
   *
   * @param strides values from one to the next, along each axis
   */
  public static dnnl_memory_desc strided(ElementType type, long[] sizes, long[] strides) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_strides(desc, sizes.length, sizes, format(type), strides),
        "describe memory with strides");
    return desc;
  }

  private static int format(ElementType type) {
    return type == ElementType.BFLOAT16 ? dnnl_bf16 : dnnl_f32;
  }
}
