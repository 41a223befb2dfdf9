package io.firenet.core.engine.onednn.sum;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.norm.FusedActivation;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** The sum of two tensors of one shape, float32 or bfloat16 each, and an activation of it. */
public final class Addition {

  private final OneDnn dnn;

  public Addition(OneDnn dnn) {
    this.dnn = dnn;
  }

  /** {@code y = a + b}; y may be a. */
  public void add(HostTensor a, HostTensor b, HostTensor y) {
    add(a, b, y, FusedActivation.NONE);
  }

  /** Does the same to the activation of the sum. */
  public void add(HostTensor a, HostTensor b, HostTensor y, FusedActivation activation) {
    var key = new Key(a.type(), b.type(), y.type(), a.length(), activation);
    double micros =
        dnn.tuning().moving(a.length() * (a.type().bytes() + b.type().bytes() + y.type().bytes()));
    dnn.plan(key, micros, () -> compile(dnn, key)).execute(a.address(), b.address(), y.address());
  }

  /** {@code y = a + b} of so many float32 values; arguments: a, b, y. */
  public static Primitive compile(OneDnn dnn, long length) {
    ElementType type = ElementType.FLOAT32;
    return compile(dnn, new Key(type, type, type, length, FusedActivation.NONE));
  }

  private static Primitive compile(OneDnn dnn, Key key) {
    dnnl_memory_desc a = MemoryDescs.plain(key.a, dnnl_a, key.length);
    dnnl_memory_desc b = MemoryDescs.plain(key.b, dnnl_a, key.length);
    dnnl_memory_desc y = MemoryDescs.plain(key.y, dnnl_a, key.length);
    dnnl_primitive_attr attributes = key.activation.attributes(dnn);
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_binary_primitive_desc_create(desc, dnn.engine(), dnnl_binary_add, a, b, y, attributes),
        "plan a sum");
    dnnl_primitive_attr_destroy(attributes);
    dnnl_memory_desc_destroy(a);
    dnnl_memory_desc_destroy(b);
    dnnl_memory_desc_destroy(y);
    return new Primitive(dnn, desc, DNNL_ARG_SRC_0, DNNL_ARG_SRC_1, DNNL_ARG_DST);
  }

  private record Key(
      ElementType a, ElementType b, ElementType y, long length, FusedActivation activation) {}
}
