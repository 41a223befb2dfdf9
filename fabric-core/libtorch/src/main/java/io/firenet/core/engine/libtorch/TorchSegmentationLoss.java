package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Kernels.Criterion;
import io.firenet.core.engine.kernel.Kernels.Loss;
import io.firenet.volume.GridSize;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** {@link io.firenet.core.engine.loss.SegmentationLoss} on the device. */
final class TorchSegmentationLoss implements Criterion<TorchTensor> {

  private final TorchMemory memory;
  private final TorchLabelMap labels;

  TorchSegmentationLoss(TorchMemory memory, short[] labels, GridSize size) {
    this.memory = memory;
    this.labels = new TorchLabelMap(memory, labels, size);
  }

  @Override
  public Loss<TorchTensor> of(TorchTensor output) {
    return TorchKernel.run(
        () -> {
          long classes = output.channels();
          long voxels = output.size().voxels();
          TorchLabels target = labels.at(output.size());
          Tensor logits =
              target.known(output.value().to(ScalarType.Float).reshape(classes, voxels));
          Tensor logP = torch.log_softmax(logits, 0);
          Tensor p = target.known(logP.exp());
          Tensor index = target.indices();
          Tensor g = target.known(torch.zeros_like(p).scatter_(0, index, new Scalar(1.0)));
          Tensor crossEntropy = target.mean(logP.gather(0, index)).neg();

          TorchSoftDice dice = TorchSoftDice.of(p, g, 1); // the background has no term
          Tensor loss = crossEntropy.to(ScalarType.Double).add(new Scalar(1.0)).sub(dice.mean());
          Tensor slope = dice.slope(g);
          Tensor mean = torch.sum(p.mul(slope), new long[] {0}, true, new ScalarTypeOptional());
          Tensor gradient = target.perVoxel(p.sub(g)).add(p.mul(slope.sub(mean)));
          return memory.loss(output, loss, gradient);
        });
  }
}
