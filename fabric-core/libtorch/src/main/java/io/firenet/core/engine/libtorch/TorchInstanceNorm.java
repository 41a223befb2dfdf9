package io.firenet.core.engine.libtorch;

import java.util.List;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Instance norm: a batch norm, since there is one image. */
final class TorchInstanceNorm extends TorchKernel {

  private static final double UNUSED = 0; // the momentum of running statistics, which there are not

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
    T_TensorTensorTensor_T result =
        torch.native_batch_norm(
            inputs.get(0),
            new TensorOptional(scale.tensor()),
            new TensorOptional(bias.tensor()),
            new TensorOptional(),
            new TensorOptional(),
            true,
            UNUSED,
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
    try (BoolPointer wanted = new BoolPointer(3)) {
      wanted.put(0, true).put(1, true).put(2, true);
      T_TensorTensorTensor_T gradients =
          torch.native_batch_norm_backward(
              gradient,
              inputs.get(0).value(),
              new TensorOptional(scale.tensor()),
              new TensorOptional(),
              new TensorOptional(),
              new TensorOptional(mean),
              new TensorOptional(perDeviation),
              true,
              epsilon,
              wanted);
      scale.setGradient(gradients.get1());
      bias.setGradient(gradients.get2());
      forget();
      return List.of(gradients.get0());
    }
  }
}
