package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Kernels.Criterion;
import io.firenet.core.engine.kernel.Kernels.Loss;
import io.firenet.core.engine.loss.RegionLoss;
import io.firenet.dataset.Target;
import io.firenet.volume.GridSize;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** {@link RegionLoss} on the device. */
final class TorchRegionLoss implements Criterion<TorchTensor> {

  private final TorchMemory memory;
  private final Target.Regions target;
  private final TorchLabelMap map;

  TorchRegionLoss(TorchMemory memory, Target.Regions target, GridSize size) {
    this.memory = memory;
    this.target = target;
    map = new TorchLabelMap(memory, target.map().data(), size);
  }

  @Override
  public Loss<TorchTensor> of(TorchTensor output) {
    return TorchKernel.run(
        () -> {
          long channels = output.channels();
          long voxels = output.size().voxels();
          TorchLabels labels = map.at(output.size());
          Tensor z = labels.known(output.value().to(ScalarType.Float).reshape(channels, voxels));
          Tensor g = labels.known(members(labels, channels, voxels));
          Tensor p = labels.known(z.sigmoid());
          Tensor each = z.clamp_min(new Scalar(0.0)).sub(z.mul(g)).add(z.abs().neg().exp().log1p());
          Scalar perChannel = new Scalar((double) channels);
          Tensor crossEntropy =
              torch
                  .sum(
                      labels.known(each),
                      new long[] {0, 1},
                      false,
                      new ScalarTypeOptional(ScalarType.Double))
                  .div(labels.counted())
                  .div(perChannel);
          TorchSoftDice dice = TorchSoftDice.of(p, g, 0);
          Tensor loss = crossEntropy.add(new Scalar(1.0)).sub(dice.mean());
          Tensor gradient =
              labels
                  .perVoxel(p.sub(g))
                  .div(perChannel)
                  .add(p.mul(p.neg().add(new Scalar(1.0))).mul(dice.slope(g)));
          return memory.loss(output, loss, gradient);
        });
  }

  /** {@code [R,voxels]}: 1 where a voxel is in a region. */
  private Tensor members(TorchLabels labels, long channels, long voxels) {
    float[][] inside = RegionLoss.inside(target.regions());
    float[] table = new float[inside.length * (int) channels];
    for (int label = 0; label < inside.length; label++) {
      System.arraycopy(inside[label], 0, table, label * (int) channels, (int) channels);
    }
    Tensor index = labels.indices().view(voxels).clamp_max(new Scalar(inside.length - 1L));
    return memory.upload(table, inside.length, channels).index_select(0, index).t().contiguous();
  }
}
