package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.OutOfDeviceMemoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** A kernel of some of libtorch's operators; what they leave over is freed with each pass. */
abstract class TorchKernel implements Kernel<TorchTensor> {

  protected final TorchMemory memory;

  TorchKernel(TorchMemory memory) {
    this.memory = memory;
  }

  @Override
  public final TorchTensor forward(List<TorchTensor> inputs, boolean training) {
    return run(
        () -> {
          Tensor first = inputs.get(0).value();
          Tensor output = forward(inputs.stream().map(TorchTensor::value).toList());
          return output == first ? inputs.get(0) : memory.keep(output);
        });
  }

  @Override
  public final List<@Nullable TorchTensor> backward(
      List<TorchTensor> inputs, TorchTensor output, TorchTensor gradient) {
    return run(
        () -> {
          List<@Nullable TorchTensor> kept = new ArrayList<>();
          boolean passedOn = false;
          Tensor incoming = gradient.value();
          List<@Nullable Tensor> all =
              gradients(
                  inputs,
                  output,
                  gradient.type() == output.type() ? incoming : incoming.to(scalarType(output)));
          for (int i = 0; i < all.size(); i++) {
            Tensor one = all.get(i);
            boolean same = one == incoming;
            passedOn |= same;
            kept.add(
                one == null
                    ? null
                    : same ? gradient : memory.keep(one.to(scalarType(inputs.get(i)))));
          }
          if (!passedOn) {
            memory.release(gradient);
          }
          return kept;
        });
  }

  static <R> R run(Supplier<R> operators) {
    try (PointerScope scope = new PointerScope()) {
      return operators.get();
    } catch (RuntimeException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("out of memory") || message.contains("can't allocate memory")) {
        throw new OutOfDeviceMemoryException(message.lines().findFirst().orElse(""), e);
      }
      throw e;
    }
  }

  /** The output; the first input itself where it was written over. */
  abstract Tensor forward(List<Tensor> inputs);

  /**
   * The gradients of the inputs, in any type; the output's gradient itself where it is passed on.
   *
   * @param gradient in the output's type
   */
  abstract List<@Nullable Tensor> gradients(
      List<TorchTensor> inputs, TorchTensor output, Tensor gradient);

  static ScalarType scalarType(TorchTensor tensor) {
    return TorchTensor.scalarType(tensor.type());
  }

  static long[] cube(long side) {
    return new long[] {side, side, side};
  }
}
