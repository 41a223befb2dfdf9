package io.firenet.core.engine.libtorch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The soft Dice term of a loss on the device, as the host's has it.
 *
 * @param mean mean of D over the channels that have a term, float64
 * @param outside {@code [C,1]}, its derivative where a voxel is not of the channel
 * @param inside {@code [C,1]}, its derivative where it is
 */
record TorchSoftDice(Tensor mean, Tensor outside, Tensor inside) {

  private static final long[] VOXELS = {1};

  /**
   * @param p {@code [C,voxels]}, probabilities
   * @param g {@code [C,voxels]}, 1 where a voxel is of the channel, else 0
   * @param first the first channel that has a term
   */
  static TorchSoftDice of(Tensor p, Tensor g, long first) {
    long channels = p.size(0);
    ScalarTypeOptional exact = new ScalarTypeOptional(ScalarType.Double);
    Scalar one = new Scalar(1.0);
    Tensor common = torch.sum(p.mul(g), VOXELS, false, exact);
    Tensor union =
        torch.sum(p, VOXELS, false, exact).add(torch.sum(g, VOXELS, false, exact)).add(one);
    Tensor dice = common.mul(new Scalar(2.0)).add(one).div(union);
    Scalar share = new Scalar(1.0 / (channels - first));
    Tensor outside = dice.div(union).mul(share);
    Tensor inside = dice.sub(new Scalar(2.0)).div(union).mul(share);
    for (long c = 0; c < first; c++) {
      outside.select(0, c).fill_(new Scalar(0.0));
      inside.select(0, c).fill_(new Scalar(0.0));
    }
    return new TorchSoftDice(
        dice.narrow(0, first, channels - first).mean(),
        outside.to(ScalarType.Float).view(channels, 1),
        inside.to(ScalarType.Float).view(channels, 1));
  }

  /** {@code [C,voxels]}: the derivative by each probability. */
  Tensor slope(Tensor g) {
    return outside.add(g.mul(inside.sub(outside)));
  }
}
