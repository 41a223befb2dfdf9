package io.firenet.core.engine.libtorch;

import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Transposed convolution whose kernel is as wide as its stride; what is more is cut off. */
final class TorchTransposedConvolution extends TorchKernel {

  private final TorchWeight weight;
  private final int stride;
  private final Supplier<GridSize> target;

  TorchTransposedConvolution(
      TorchMemory memory, TorchWeight weight, int stride, Supplier<GridSize> target) {
    super(memory);
    this.weight = weight;
    this.stride = stride;
    this.target = target;
  }

  @Override
  Tensor forward(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    GridSize to = target.get();
    return torch
        .convolution(
            x,
            weight.as(x.scalar_type()),
            new TensorOptional(),
            cube(stride),
            cube(0),
            cube(1),
            true,
            cube(0),
            1)
        .narrow(2, 0, to.depth())
        .narrow(3, 0, to.height())
        .narrow(4, 0, to.width());
  }

  @Override
  List<@Nullable Tensor> gradients(
      List<TorchTensor> inputs, TorchTensor output, Tensor outputGradient) {
    TorchTensor input = inputs.get(0);
    Tensor x = input.value();
    ScalarType type = x.scalar_type();
    GridSize from = input.size();
    GridSize to = output.size();
    long[] cut = { // of the last axis first
      0, (long) from.width() * stride - to.width(),
      0, (long) from.height() * stride - to.height(),
      0, (long) from.depth() * stride - to.depth()
    };
    Tensor whole = torch.constant_pad_nd(outputGradient.to(type), cut, new Scalar(0.0));
    try (BoolPointer wanted = new BoolPointer(3)) {
      wanted.put(0, true).put(1, !weight.frozen()).put(2, false);
      T_TensorTensorTensor_T gradients =
          torch.convolution_backward(
              whole,
              x,
              weight.as(type),
              new LongArrayRefOptional(),
              cube(stride),
              cube(0),
              cube(1),
              true,
              cube(0),
              1,
              wanted);
      if (!weight.frozen()) {
        weight.setGradient(gradients.get1());
      }
      return List.of(gradients.get0());
    }
  }
}
