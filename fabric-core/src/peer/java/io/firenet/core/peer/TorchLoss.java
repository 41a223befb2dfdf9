package io.firenet.core.peer;

import io.firenet.volume.GridSize;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch;

/**
 * The loss of one output: {@code CE + 1 − mean of Dice_c over c ≥ 1}, p the softmax over the
 * classes, g the one-hot labels, {@code CE = −mean log p[label]} and {@code Dice_c = (2·Σ p·g + 1) /
 * (Σ p + Σ g + 1)}. One voxel of smoothing keeps an absent class from a division by zero and from
 * any reward for predicting it.
 */
final class TorchLoss {

  private static final long[] VOXELS = {0, 2, 3, 4};

  private TorchLoss() {}

  /**
   * @param logits {@code [1,K,d,h,w]}
   * @param labels {@code [d,h,w]} of the logits' size
   * @param type what the loss is computed in
   */
  static Tensor of(Tensor logits, long[] labels, GridSize size, ScalarType type) {
    long classes = logits.size(1);
    Tensor target = Tensors.of(labels, 1, size.depth(), size.height(), size.width());
    Tensor logP = torch.log_softmax(logits.to(type), 1);
    Tensor crossEntropy = torch.nll_loss_nd(logP, target);
    Tensor p = logP.exp();
    Tensor g = torch.one_hot(target, classes).permute(0, 4, 1, 2, 3).to(type).contiguous();
    Scalar one = new Scalar(1.0);
    Tensor common = p.mul(g).sum(VOXELS).mul(new Scalar(2.0)).add(one);
    Tensor all = p.sum(VOXELS).add(g.sum(VOXELS)).add(one);
    Tensor dice = common.div(all).slice(0, new LongOptional(1), new LongOptional(), 1).mean();
    return crossEntropy.add(one).add(dice.neg());
  }

  /**
   * A label map at another size, nearest voxel, half-pixel centres: index {@code floor((i +
   * 0.5)·n/n')}.
   */
  static long[] resample(short[] labels, GridSize from, GridSize to) {
    long[] resampled = new long[Math.toIntExact(to.voxels())];
    int at = 0;
    for (int d = 0; d < to.depth(); d++) {
      int plane = nearest(d, from.depth(), to.depth()) * from.height();
      for (int h = 0; h < to.height(); h++) {
        int row = (plane + nearest(h, from.height(), to.height())) * from.width();
        for (int w = 0; w < to.width(); w++) {
          resampled[at++] = labels[row + nearest(w, from.width(), to.width())];
        }
      }
    }
    return resampled;
  }

  private static int nearest(int i, int from, int to) {
    return Math.min(from - 1, (int) Math.floor((i + 0.5) * from / to));
  }
}
