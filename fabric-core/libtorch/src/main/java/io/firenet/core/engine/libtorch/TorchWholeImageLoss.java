package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Kernels.Criterion;
import io.firenet.core.engine.kernel.Kernels.Loss;
import io.firenet.core.engine.loss.WholeImageLoss;
import io.firenet.dataset.Target;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** {@link WholeImageLoss} on the device. */
record TorchWholeImageLoss(TorchMemory memory, Target target) implements Criterion<TorchTensor> {

  @Override
  public Loss<TorchTensor> of(TorchTensor output) {
    WholeImageLoss.checkOneVoxel(output.size());
    WholeImageLoss.checkFit(output.channels(), target);
    return TorchKernel.run(
        () -> {
          Tensor values = output.value().to(ScalarType.Float).reshape(output.channels(), 1);
          return target instanceof Target.Category category
              ? crossEntropy(output, values, category.index())
              : huber(output, values, ((Target.Values) target).values());
        });
  }

  private Loss<TorchTensor> crossEntropy(TorchTensor output, Tensor logits, int index) {
    Tensor logP = torch.log_softmax(logits, 0);
    Tensor gradient = logP.exp();
    gradient.select(0, index).sub_(new Scalar(1.0));
    return memory.loss(output, logP.select(0, index).sum().neg(), gradient);
  }

  private Loss<TorchTensor> huber(TorchTensor output, Tensor values, List<Double> expected) {
    float[] host = new float[expected.size()];
    for (int i = 0; i < host.length; i++) {
      host[i] = expected.get(i).floatValue();
    }
    Tensor difference = values.sub(memory.upload(host, host.length, 1));
    Tensor clipped = difference.clamp_min(new Scalar(-1.0)).clamp_max(new Scalar(1.0));
    Tensor loss = clipped.mul(difference.sub(clipped.div(new Scalar(2.0)))).mean();
    return memory.loss(output, loss, clipped.div(new Scalar((double) host.length)));
  }
}
