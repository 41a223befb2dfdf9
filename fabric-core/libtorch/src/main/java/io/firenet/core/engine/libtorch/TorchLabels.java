package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.loss.LabelPyramid;
import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The labels that an output is held against, on the device.
 *
 * @param indices {@code [1,voxels]}, int64; 0 where a voxel does not count
 * @param ignored {@code [1,voxels]}, bool, where that is; absent if all count
 * @param counted how many do, at least 1
 */
record TorchLabels(Tensor indices, Optional<Tensor> ignored, long counted) {

  /** Labels of an image, resampled to the size of an output. */
  static TorchLabels of(TorchMemory memory, short[] labels, GridSize from, GridSize to) {
    short[] resampled = LabelPyramid.nearest(labels, from, to);
    long[] values = new long[resampled.length];
    int ignored = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = resampled[i];
      ignored += resampled[i] == LabelMap.IGNORED ? 1 : 0;
    }
    Tensor all = memory.upload(values, values.length).view(1, values.length);
    if (ignored == 0) {
      return new TorchLabels(all, Optional.empty(), values.length);
    }
    Tensor where = all.lt(new Scalar(0));
    return new TorchLabels(
        all.masked_fill(where, new Scalar(0)),
        Optional.of(where),
        Math.max(1, values.length - ignored));
  }

  /** A tensor {@code [C,voxels]} with 0 where a voxel does not count, whatever it holds there. */
  Tensor known(Tensor values) {
    return ignored.map(where -> values.masked_fill(where, new Scalar(0.0))).orElse(values);
  }

  /** The mean of {@code [1,voxels]} over the voxels that count. */
  Tensor mean(Tensor values) {
    return ignored.isEmpty()
        ? values.mean()
        : known(values).sum().div(new Scalar((double) counted));
  }
}
