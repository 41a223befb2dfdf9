package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.loss.LabelPyramid;
import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The labels of a step's image, copied to the device once, and resampled there for each output as
 * {@link LabelPyramid} does. Where voxels do not count, an auxiliary output's few labels come from
 * the processor: which of their neighbours stands in for them is no matter of an index.
 */
final class TorchLabelMap {

  private final TorchMemory memory;
  private final short[] labels;
  private final GridSize size;
  private final boolean allKnown;
  private final Tensor image;

  TorchLabelMap(TorchMemory memory, short[] labels, GridSize size) {
    this.memory = memory;
    this.labels = labels;
    this.size = size;
    boolean known = true;
    for (short label : labels) {
      known &= label != LabelMap.IGNORED;
    }
    allKnown = known;
    image =
        TorchKernel.run(
            () ->
                memory.hold(
                    memory
                        .upload(labels, size.depth(), size.height(), size.width())
                        .to(ScalarType.Long)));
  }

  /** The labels at the size of an output. */
  TorchLabels at(GridSize output) {
    long voxels = output.voxels();
    if (allKnown) {
      Tensor resampled = output.equals(size) ? image : nearest(output);
      return TorchLabels.ofKnown(resampled.reshape(1, voxels));
    }
    return TorchLabels.of(
        output.equals(size)
            ? image.view(1, voxels)
            : memory
                .upload(LabelPyramid.nearest(labels, size, output), 1, voxels)
                .to(ScalarType.Long));
  }

  private Tensor nearest(GridSize output) {
    return image
        .index_select(0, source(size.depth(), output.depth()))
        .index_select(1, source(size.height(), output.height()))
        .index_select(2, source(size.width(), output.width()));
  }

  /** {@code floor((i + ½)·n/n')} for each i. */
  private Tensor source(int from, int to) {
    Tensor middle = torch.arange(new Scalar((long) to), memory.options(ScalarType.Long));
    return middle
        .mul(new Scalar(2L * from))
        .add(new Scalar((long) from))
        .floor_divide(new Scalar(2L * to))
        .clamp_max(new Scalar(from - 1L));
  }
}
