package io.firenet.core.engine.libtorch;

import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The labels that an output is held against, on the device.
 *
 * @param indices {@code [1,voxels]}, int64; 0 where a voxel does not count
 * @param ignored {@code [1,voxels]}, bool, where that is; absent if all count
 * @param counted a scalar, float64: how many do, at least 1
 */
record TorchLabels(Tensor indices, Optional<Tensor> ignored, Tensor counted) {

  /**
   * Labels of which all count.
   *
   * @param labels {@code [1,voxels]}, int64
   */
  static TorchLabels ofKnown(Tensor labels) {
    return new TorchLabels(
        labels,
        Optional.empty(),
        labels.new_full(new long[0], new Scalar(labels.numel())).to(ScalarType.Double));
  }

  /**
   * Labels of which some do not count, being negative.
   *
   * @param labels {@code [1,voxels]}, int64
   */
  static TorchLabels of(Tensor labels) {
    Tensor where = labels.lt(new Scalar(0));
    return new TorchLabels(
        labels.masked_fill(where, new Scalar(0)),
        Optional.of(where),
        where.logical_not().sum().clamp_min(new Scalar(1)).to(ScalarType.Double));
  }

  /** A tensor {@code [C,voxels]} with 0 where a voxel does not count, whatever it holds there. */
  Tensor known(Tensor values) {
    return ignored.map(where -> values.masked_fill(where, new Scalar(0.0))).orElse(values);
  }

  /** The mean of {@code [1,voxels]} over the voxels that count. */
  Tensor mean(Tensor values) {
    return ignored.isEmpty() ? values.mean() : known(values).sum().div(counted);
  }

  /** Values of {@code [C,voxels]}, each divided by the number of voxels that count. */
  Tensor perVoxel(Tensor values) {
    return ignored.isEmpty()
        ? values.div(new Scalar((double) indices.numel()))
        : values.div(counted.to(ScalarType.Float));
  }
}
