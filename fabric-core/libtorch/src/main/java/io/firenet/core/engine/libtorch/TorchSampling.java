package io.firenet.core.engine.libtorch;

import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Layers that change the number of voxels. */
final class TorchSampling {

  private TorchSampling() {}

  /** Trilinear interpolation with half-pixel centres. */
  static final class Resize extends TorchKernel {

    private final Supplier<GridSize> target;

    Resize(TorchMemory memory, Supplier<GridSize> target) {
      super(memory);
      this.target = target;
    }

    @Override
    Tensor forward(List<Tensor> inputs) {
      return torch.upsample_trilinear3d(inputs.get(0), sides(target.get()), false);
    }

    @Override
    List<@Nullable Tensor> gradients(
        List<TorchTensor> inputs, TorchTensor output, Tensor gradient) {
      TorchTensor x = inputs.get(0);
      // In float32: GPUs add up what a voxel gets from its neighbours in the gradient's own type.
      return List.of(
          torch.upsample_trilinear3d_backward(
              gradient.to(ScalarType.Float),
              sides(output.size()),
              TorchTensor.shape(x.channels(), x.size()),
              false));
    }
  }

  private static long[] sides(GridSize size) {
    return new long[] {size.depth(), size.height(), size.width()};
  }

  /** The largest value of each cube; those at the end may be cut. */
  static final class MaxPool extends TorchKernel {

    private final long[] side;
    private @Nullable Tensor positions;

    MaxPool(TorchMemory memory, int side) {
      super(memory);
      this.side = cube(side);
    }

    @Override
    Tensor forward(List<Tensor> inputs) {
      T_TensorTensor_T result =
          torch.max_pool3d_with_indices(inputs.get(0), side, side, cube(0), cube(1), true);
      forget();
      positions = new Tensor(result.get1()).retainReference();
      return result.get0();
    }

    private void forget() {
      if (positions != null) {
        positions.releaseReference();
        positions = null;
      }
    }

    @Override
    List<@Nullable Tensor> gradients(
        List<TorchTensor> inputs, TorchTensor output, Tensor gradient) {
      TorchTensor x = inputs.get(0); // may be given back: only its shape is needed
      Tensor alike =
          torch.empty(
              TorchTensor.shape(x.channels(), x.size()),
              memory.options(scalarType(x)),
              new MemoryFormatOptional());
      Tensor dx =
          torch.max_pool3d_with_indices_backward(
              gradient, alike, side, side, cube(0), cube(1), true, positions);
      forget();
      return List.of(dx);
    }
  }

  /** The mean over all voxels, float32 whatever the input is. */
  static final class Mean extends TorchKernel {

    private static final long[] VOXELS = {2, 3, 4};

    Mean(TorchMemory memory) {
      super(memory);
    }

    @Override
    Tensor forward(List<Tensor> inputs) {
      return torch.mean(inputs.get(0), VOXELS, true, new ScalarTypeOptional(ScalarType.Float));
    }

    @Override
    List<@Nullable Tensor> gradients(
        List<TorchTensor> inputs, TorchTensor output, Tensor gradient) {
      TorchTensor x = inputs.get(0);
      Tensor share = gradient.div(new Scalar((double) x.size().voxels()));
      return List.of(share.expand(TorchTensor.shape(x.channels(), x.size())).contiguous());
    }
  }
}
