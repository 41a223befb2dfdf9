package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Kernels.Criterion;
import io.firenet.core.engine.kernel.Kernels.Loss;
import io.firenet.core.engine.loss.WholeImageLoss;
import io.firenet.dataset.Target;

/**
 * {@link WholeImageLoss} of outputs on a device. An output is a handful of values: they are brought
 * to the processor, which waits for the device once an output.
 */
record TorchWholeImageLoss(TorchMemory memory, Target target) implements Criterion<TorchTensor> {

  @Override
  public Loss<TorchTensor> of(TorchTensor output) {
    WholeImageLoss.checkOneVoxel(output.size());
    float[] outputs = LibtorchKernels.floats(output.value());
    float[] slopes = new float[outputs.length];
    double loss = WholeImageLoss.evaluate(outputs, target, slopes);
    return TorchKernel.run(
        () ->
            new Loss<>(
                () -> loss,
                memory.keep(
                    memory
                        .upload(slopes, TorchTensor.shape(output.channels(), output.size()))
                        .to(TorchKernel.scalarType(output)))));
  }
}
