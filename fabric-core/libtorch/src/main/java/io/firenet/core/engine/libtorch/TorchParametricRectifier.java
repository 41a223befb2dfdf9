package io.firenet.core.engine.libtorch;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** PReLU with a slope for each channel. */
final class TorchParametricRectifier extends TorchKernel {

  private final TorchWeight slope;

  TorchParametricRectifier(TorchMemory memory, TorchWeight slope) {
    super(memory);
    this.slope = slope;
  }

  @Override
  Tensor forward(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    return torch.prelu(x, slope.as(x.scalar_type()));
  }

  @Override
  List<@Nullable Tensor> gradients(List<TorchTensor> inputs, TorchTensor output, Tensor gradient) {
    Tensor x = inputs.get(0).value();
    Tensor positive = torch.gt(x, new Scalar(0.0));
    Tensor slopes = slope.as(x.scalar_type()).view(1, x.size(1), 1, 1, 1);
    Tensor ofSlope = torch.where(positive, torch.zeros_like(x), gradient.mul(x));
    slope.setGradient(
        torch.sum(
            ofSlope,
            TorchTensor.ALL_BUT_CHANNELS,
            false,
            new ScalarTypeOptional(ScalarType.Float)));
    return List.of(torch.where(positive, gradient, gradient.mul(slopes)));
  }
}
