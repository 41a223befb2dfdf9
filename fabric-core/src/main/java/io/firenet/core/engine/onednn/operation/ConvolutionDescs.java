package io.firenet.core.engine.onednn.operation;

import static io.firenet.core.engine.onednn.operation.OneDnn.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;

import java.util.stream.Stream;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * What oneDNN has to be told of a convolution, of volumes or of planes.
 *
 * @param target of the output, {@code targetGradient} of its gradient
 * @param weights of a layout that oneDNN may choose, like {@code weightGradient}
 * @param bias null for none
 * @param gaps of the kernel: 0 is dense
 * @param front padding, as {@code behind}
 */
public record ConvolutionDescs(
    OneDnn dnn,
    dnnl_memory_desc source,
    dnnl_memory_desc target,
    dnnl_memory_desc targetGradient,
    dnnl_memory_desc weights,
    dnnl_memory_desc weightGradient,
    @Nullable dnnl_memory_desc bias,
    long[] stride,
    long[] gaps,
    long[] front,
    long[] behind)
    implements AutoCloseable {

  /** The output. */
  public dnnl_primitive_desc forward() {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_convolution_forward_primitive_desc_create(
            desc,
            dnn.engine(),
            dnnl_forward_training,
            dnnl_convolution_direct,
            source,
            weights,
            bias,
            target,
            stride,
            gaps,
            front,
            behind,
            dnn.attributes()),
        "plan a convolution");
    return desc;
  }

  /** The gradient of the input. */
  public dnnl_primitive_desc backwardData(dnnl_primitive_desc forward) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_convolution_backward_data_primitive_desc_create(
            desc,
            dnn.engine(),
            dnnl_convolution_direct,
            source,
            weights,
            targetGradient,
            stride,
            gaps,
            front,
            behind,
            forward,
            dnn.attributes()),
        "plan the input gradient of a convolution");
    return desc;
  }

  /** The gradients of weights and bias. */
  public dnnl_primitive_desc backwardWeights(dnnl_primitive_desc forward) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    check(
        dnnl_convolution_backward_weights_primitive_desc_create(
            desc,
            dnn.engine(),
            dnnl_convolution_direct,
            source,
            weightGradient,
            bias,
            targetGradient,
            stride,
            gaps,
            front,
            behind,
            forward,
            dnn.attributes()),
        "plan the weight gradient of a convolution");
    return desc;
  }

  @Override
  public void close() {
    Stream.of(source, target, targetGradient, weights, weightGradient)
        .forEach(desc -> dnnl_memory_desc_destroy(desc));
    if (bias != null) {
      dnnl_memory_desc_destroy(bias);
    }
  }
}
