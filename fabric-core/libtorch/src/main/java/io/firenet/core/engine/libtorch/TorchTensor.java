package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.volume.GridSize;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An activation or a gradient, {@code [1,C,D,H,W]}, on libtorch's device, in its memory's order of
 * values.
 *
 * @param value libtorch's tensor; one reference of it is this one's
 */
record TorchTensor(org.bytedeco.pytorch.Tensor value, ElementType type, int channels, GridSize size)
    implements Tensor {

  /** Axes of an activation, and of a convolution's kernel. */
  static final int AXES = 5;

  /** The axes that a sum for each channel is over. */
  static final long[] ALL_BUT_CHANNELS = {0, 2, 3, 4};

  /** libtorch's name of a type. */
  static ScalarType scalarType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> ScalarType.Float;
      case BFLOAT16 -> ScalarType.BFloat16;
    };
  }

  static long[] shape(int channels, GridSize size) {
    return new long[] {1, channels, size.depth(), size.height(), size.width()};
  }
}
