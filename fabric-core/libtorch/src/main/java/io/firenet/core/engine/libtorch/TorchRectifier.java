package io.firenet.core.engine.libtorch;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** LeakyReLU; its gradient needs the output's sign only, so it may overwrite its input. */
final class TorchRectifier extends TorchKernel {

  private final double slope;
  private final boolean inPlace;

  TorchRectifier(TorchMemory memory, double slope, boolean inPlace) {
    super(memory);
    this.slope = slope;
    this.inPlace = inPlace;
  }

  @Override
  Tensor forward(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    if (!inPlace) {
      return torch.leaky_relu(x, new Scalar(slope));
    }
    torch.leaky_relu_(x, new Scalar(slope));
    return x; // what the call returns is a second handle that does not keep the tensor alive
  }

  @Override
  List<@Nullable Tensor> gradients(List<TorchTensor> inputs, TorchTensor output, Tensor gradient) {
    return List.of(torch.leaky_relu_backward(gradient, output.value(), new Scalar(slope), true));
  }
}
