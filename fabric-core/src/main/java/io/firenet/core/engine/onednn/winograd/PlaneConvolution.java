package io.firenet.core.engine.onednn.winograd;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_acdb;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cdba;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.ConvolutionDescs;
import io.firenet.core.engine.onednn.operation.MemoryDescs;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
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

  /** The values of a plane of so many channels. */
  long values(int channels) {
    return (long) height * width * channels;
  }

  /** Arguments: source, weights, target. */
  Primitive forward() {
    try (ConvolutionDescs descs = descs(1)) {
      return new Primitive(dnn, descs.forward(), DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
    }
  }

  /** Arguments: gradient of the target, weights, gradient of the source. */
  Primitive backwardData() {
    try (ConvolutionDescs descs = descs(1)) {
      dnnl_primitive_desc forward = descs.forward();
      dnnl_primitive_desc desc = descs.backwardData(forward);
      dnnl_primitive_desc_destroy(forward);
      return new Primitive(dnn, desc, DNNL_ARG_DIFF_DST, DNNL_ARG_WEIGHTS, DNNL_ARG_DIFF_SRC);
    }
  }

  /** Arguments: source, gradient of the target, gradient of the weights, of all planes together. */
  Primitive backwardWeights(int planes) {
    try (ConvolutionDescs descs = descs(planes)) {
      dnnl_primitive_desc forward = descs.forward();
      dnnl_primitive_desc desc = descs.backwardWeights(forward);
      dnnl_primitive_desc_destroy(forward);
      return new Primitive(dnn, desc, DNNL_ARG_SRC, DNNL_ARG_DIFF_DST, DNNL_ARG_DIFF_WEIGHTS);
    }
  }

  private ConvolutionDescs descs(int planes) {
    long[] gaps = {dilation - 1, dilation - 1};
    long[] padding = {dilation, dilation};
    return new ConvolutionDescs(
        dnn,
        planes(planes, inChannels),
        planes(planes, outChannels),
        planes(planes, outChannels),
        weights(type, dnnl_format_tag_any),
        weights(ElementType.FLOAT32, dnnl_format_tag_any),
        null,
        new long[] {1, 1},
        gaps,
        padding,
        padding);
  }

  /** From float32 weights {@code [H,W,I,O]} to those of an operation, its argument 1. */
  Primitive toBlocked(Primitive operation) {
    dnnl_memory_desc plain = weights(ElementType.FLOAT32, dnnl_cdba);
    Primitive reorder = Primitive.reorder(dnn, plain, operation.argument(1));
    dnnl_memory_desc_destroy(plain);
    return reorder;
  }

  /** From the gradient of an operation, its argument 2, to {@code [H,W,I,O]}. */
  Primitive toPlain(Primitive operation) {
    dnnl_memory_desc plain = weights(ElementType.FLOAT32, dnnl_cdba);
    Primitive reorder = Primitive.reorder(dnn, operation.argument(2), plain);
    dnnl_memory_desc_destroy(plain);
    return reorder;
  }

  private dnnl_memory_desc planes(int count, int channels) {
    return MemoryDescs.plain(type, dnnl_acdb, count, channels, height, width);
  }

  private dnnl_memory_desc weights(ElementType of, int tag) {
    return MemoryDescs.plain(of, tag, outChannels, inChannels, 3, 3);
  }
}
