package io.firenet.core.engine.host;

import io.firenet.core.engine.kernel.Kernels.Criterion;
import io.firenet.core.engine.kernel.Kernels.Loss;
import io.firenet.core.engine.loss.VoxelLoss;
import io.firenet.core.engine.loss.WholeImageLoss;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.dataset.Target;
import io.firenet.volume.GridSize;

/** Losses of outputs in the process's own memory; they read float32 and write it. */
record HostCriterion(HostKernels kernels, Target target, GridSize size)
    implements Criterion<HostTensor> {

  @Override
  public Loss<HostTensor> of(HostTensor output) {
    Arena arena = kernels.memory();
    HostTensor values = kernels.in(ElementType.FLOAT32, output);
    HostTensor gradient = arena.tensor(output.channels(), output.size());
    double loss = evaluate(values, gradient);
    if (values != output) {
      arena.release(values);
    }
    HostTensor rounded = kernels.in(output.type(), gradient);
    if (rounded != gradient) {
      arena.release(gradient);
    }
    return new Loss<>(() -> loss, rounded);
  }

  private double evaluate(HostTensor output, HostTensor gradient) {
    if (VoxelLoss.learns(target)) {
      return VoxelLoss.evaluate(
          output.values(), output.channels(), target, size, output.size(), gradient.values());
    }
    WholeImageLoss.checkOneVoxel(output.size());
    float[] outputs = new float[output.channels()];
    output.values().get(outputs);
    float[] slopes = new float[outputs.length];
    double loss = WholeImageLoss.evaluate(outputs, target, slopes);
    gradient.values().put(slopes);
    return loss;
  }
}
