package io.firenet.core.engine.libtorch;

import java.util.List;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Instance norm: a group norm with as many groups as channels. */
final class TorchInstanceNorm extends TorchKernel {

  private final double epsilon;
  private final TorchWeight scale;
  private final TorchWeight bias;
  private @Nullable Tensor mean;
  private @Nullable Tensor perDeviation; // 1/√(variance + epsilon)

  TorchInstanceNorm(TorchMemory memory, double epsilon, List<TorchWeight> weights) {
    super(memory);
    this.epsilon = epsilon;
    this.scale = weights.get(0);
    this.bias = weights.get(1);
  }

  @Override
  Tensor forward(List<Tensor> inputs) {
    Tensor x = inputs.get(0).contiguous();
    ScalarType type = x.scalar_type();
    long channels = x.size(1);
    T_TensorTensorTensor_T result =
        torch.native_group_norm(
            x,
            new TensorOptional(scale.as(type)),
            new TensorOptional(bias.as(type)),
            1,
            channels,
            x.numel() / channels,
            channels,
            epsilon);
    forget();
    mean = new Tensor(result.get1()).retainReference();
    perDeviation = new Tensor(result.get2()).retainReference();
    return result.get0();
  }

  private void forget() {
    if (mean != null) {
      mean.releaseReference();
      perDeviation.releaseReference();
      mean = null;
      perDeviation = null;
    }
  }

  @Override
  List<@Nullable Tensor> gradients(List<TorchTensor> inputs, TorchTensor output, Tensor gradient) {
    Tensor x = inputs.get(0).value().contiguous();
    long channels = x.size(1);
    try (BoolPointer wanted = new BoolPointer(3)) {
      wanted.put(0, true).put(1, true).put(2, true);
      T_TensorTensorTensor_T gradients =
          torch.native_group_norm_backward(
              gradient.contiguous(),
              x,
              mean,
              perDeviation,
              new TensorOptional(scale.as(x.scalar_type())),
              1,
              channels,
              x.numel() / channels,
              channels,
              wanted);
      scale.setGradient(gradients.get1());
      bias.setGradient(gradients.get2());
      forget();
      return List.of(gradients.get0());
    }
  }
}
