package io.firenet.core.engine.onednn.norm;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.volume.GridSize;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * The operations of an {@link InstanceNormalization} at one size: those of a batch norm, which for
 * one sample is the same and which oneDNN has in its fastest form.
 */
final class NormPlan implements OneDnn.Plan {

  record Key(
      ElementType type, int channels, GridSize size, float epsilon, FusedActivation activation) {}

  private static final int AFFINE = dnnl_use_scale | dnnl_use_shift;

  private final OneDnn dnn;
  private final Key key;
  private final double micros;
  private @Nullable Primitive measuring;
  private @Nullable Primitive measured;
  private @Nullable Primitive backward;

  NormPlan(OneDnn dnn, Key key) {
    this.dnn = dnn;
    this.key = key;
    long bytes = key.size.voxels() * key.channels * key.type.bytes();
    micros = dnn.tuning().norming(bytes);
  }

  /**
   * The norm without the activation. Arguments: source, target, scale, shift, mean and variance,
   * which it writes.
   */
  Primitive measuring() {
    if (measuring == null) {
      measuring = dnn.compile(micros, this::compileMeasuring);
    }
    return measuring;
  }

  /**
   * The same of mean and variance that are given, with the activation where {@link #hasActivation}.
   */
  Primitive measured() {
    if (measured == null) {
      measured = dnn.compile(micros, this::compileMeasured);
    }
    return measured;
  }

  /**
   * Whether {@link #measured} computes the activation. In bfloat16 a norm is rounded before it,
   * whoever measures, so that a repeated pass is the same to the bit.
   */
  boolean hasActivation() {
    return key.type == ElementType.FLOAT32;
  }

  /**
   * Arguments: source, gradient of the target, gradient of the source, scale, mean, variance,
   * gradients of scale and shift.
   */
  Primitive backward() {
    if (backward == null) {
      backward = dnn.compile(micros, this::compileBackward);
    }
    return backward;
  }

  private Primitive compileMeasuring() {
    return withStatistics(forward(dnnl_forward_training, AFFINE, FusedActivation.NONE));
  }

  private Primitive compileMeasured() {
    int flags = AFFINE | dnnl_use_global_stats;
    FusedActivation fused = hasActivation() ? key.activation : FusedActivation.NONE;
    return withStatistics(forward(dnnl_forward_inference, flags, fused));
  }

  private Primitive withStatistics(dnnl_primitive_desc desc) {
    return new Primitive(
        dnn,
        desc,
        DNNL_ARG_SRC,
        DNNL_ARG_DST,
        DNNL_ARG_SCALE,
        DNNL_ARG_SHIFT,
        DNNL_ARG_MEAN,
        DNNL_ARG_VARIANCE);
  }

  private dnnl_primitive_desc forward(int kind, int flags, FusedActivation fused) {
    dnnl_memory_desc x = dnn.normed(key.type, key.channels, key.size);
    dnnl_primitive_attr attributes = fused.attributes(dnn);
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_batch_normalization_forward_primitive_desc_create(
            desc, dnn.engine(), kind, x, x, key.epsilon, flags, attributes),
        "plan a norm");
    dnnl_primitive_attr_destroy(attributes);
    dnnl_memory_desc_destroy(x);
    return desc;
  }

  /** The gradient flows through mean and variance whoever computed them. */
  private Primitive compileBackward() {
    dnnl_memory_desc x = dnn.normed(key.type, key.channels, key.size);
    dnnl_primitive_desc forward = forward(dnnl_forward_training, AFFINE, FusedActivation.NONE);
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_batch_normalization_backward_primitive_desc_create(
            desc,
            dnn.engine(),
            dnnl_backward,
            x,
            x,
            x,
            key.epsilon,
            AFFINE,
            forward,
            dnn.attributes()),
        "plan the gradient of a norm");
    dnnl_primitive_desc_destroy(forward);
    dnnl_memory_desc_destroy(x);
    return new Primitive(
        dnn,
        desc,
        DNNL_ARG_SRC,
        DNNL_ARG_DIFF_DST,
        DNNL_ARG_DIFF_SRC,
        DNNL_ARG_SCALE,
        DNNL_ARG_MEAN,
        DNNL_ARG_VARIANCE,
        DNNL_ARG_DIFF_SCALE,
        DNNL_ARG_DIFF_SHIFT);
  }

  @Override
  public void close() {
    for (Primitive primitive : new @Nullable Primitive[] {measuring, measured, backward}) {
      if (primitive != null) {
        primitive.close();
      }
    }
  }
}
