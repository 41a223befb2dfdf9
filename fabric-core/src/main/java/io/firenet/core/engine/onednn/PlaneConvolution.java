package io.firenet.core.engine.onednn;

import static io.firenet.core.engine.onednn.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_acdb;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cdba;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import io.firenet.core.engine.memory.ElementType;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * A convolution of 3×3 taps, without a bias, of planes {@code [planes,H,W,C]} that are as large
 * afterwards as they were.
 *
 * @param type of the planes
 */
record PlaneConvolution(
    OneDnn dnn,
    ElementType type,
    int inChannels,
    int outChannels,
    int height,
    int width,
    int dilation) {

  private static final long[] ONES = {1, 1};

  /** The values of a plane of so many channels. */
  long values(int channels) {
    return (long) height * width * channels;
  }

  /** Arguments: source, weights, target. */
  Primitive forward() {
    return new Primitive(dnn, forward(1), DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
  }

  /** Arguments: gradient of the target, weights, gradient of the source. */
  Primitive backwardData() {
    dnnl_memory_desc source = planes(1, inChannels);
    dnnl_memory_desc target = planes(1, outChannels);
    dnnl_memory_desc weights = weights(type, dnnl_format_tag_any);
    dnnl_primitive_desc hint = forward(1);
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_convolution_backward_data_primitive_desc_create(
            desc,
            dnn.engine(),
            dnnl_convolution_direct,
            source,
            weights,
            target,
            ONES,
            gaps(),
            padding(),
            padding(),
            hint,
            dnn.attributes()),
        "plan the input gradient of a convolution of planes");
    destroy(source, target, weights);
    dnnl_primitive_desc_destroy(hint);
    return new Primitive(dnn, desc, DNNL_ARG_DIFF_DST, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_SRC);
  }

  /** Arguments: source, gradient of the target, gradient of the weights, of all planes together. */
  Primitive backwardWeights(int planes) {
    dnnl_memory_desc source = planes(planes, inChannels);
    dnnl_memory_desc target = planes(planes, outChannels);
    dnnl_memory_desc gradient = weights(ElementType.FLOAT32, dnnl_format_tag_any);
    dnnl_primitive_desc hint = forward(planes);
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_convolution_backward_weights_primitive_desc_create(
            desc,
            dnn.engine(),
            dnnl_convolution_direct,
            source,
            gradient,
            null,
            target,
            ONES,
            gaps(),
            padding(),
            padding(),
            hint,
            dnn.attributes()),
        "plan the weight gradient of a convolution of planes");
    destroy(source, target, gradient);
    dnnl_primitive_desc_destroy(hint);
    return new Primitive(dnn, desc, DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS);
  }

  /** From float32 weights {@code [H,W,I,O]} to those of an operation, its argument 1. */
  Primitive toBlocked(Primitive operation) {
    dnnl_memory_desc plain = weights(ElementType.FLOAT32, dnnl_cdba);
    Primitive reorder = reorder(plain, operation.argument(1));
    dnnl_memory_desc_destroy(plain);
    return reorder;
  }

  /** From the gradient of an operation, its argument 2, to {@code [H,W,I,O]}. */
  Primitive toPlain(Primitive operation) {
    dnnl_memory_desc plain = weights(ElementType.FLOAT32, dnnl_cdba);
    Primitive reorder = reorder(operation.argument(2), plain);
    dnnl_memory_desc_destroy(plain);
    return reorder;
  }

  private Primitive reorder(dnnl_memory_desc from, dnnl_memory_desc to) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_reorder_primitive_desc_create(
            desc, from, dnn.engine(), to, dnn.engine(), dnn.attributes()),
        "plan a reorder of weights of planes");
    return new Primitive(dnn, desc, DNNL_ARG_FROM, DNNL_ARG_TO);
  }

  private dnnl_primitive_desc forward(int planes) {
    dnnl_memory_desc source = planes(planes, inChannels);
    dnnl_memory_desc target = planes(planes, outChannels);
    dnnl_memory_desc weights = weights(type, dnnl_format_tag_any);
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_convolution_forward_primitive_desc_create(
            desc,
            dnn.engine(),
            dnnl_forward_training,
            dnnl_convolution_direct,
            source,
            weights,
            null,
            target,
            ONES,
            gaps(),
            padding(),
            padding(),
            dnn.attributes()),
        "plan a convolution of planes");
    destroy(source, target, weights);
    return desc;
  }

  private dnnl_memory_desc planes(int count, int channels) {
    return OneDnn.plain(type, dnnl_acdb, count, channels, height, width);
  }

  private dnnl_memory_desc weights(ElementType of, int tag) {
    return OneDnn.plain(of, tag, outChannels, inChannels, 3, 3);
  }

  private long[] gaps() {
    return new long[] {dilation - 1, dilation - 1};
  }

  private long[] padding() {
    return new long[] {dilation, dilation};
  }

  private static void destroy(dnnl_memory_desc... descs) {
    for (dnnl_memory_desc desc : descs) {
      dnnl_memory_desc_destroy(desc);
    }
  }
}
