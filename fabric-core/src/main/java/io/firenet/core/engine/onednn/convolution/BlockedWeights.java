package io.firenet.core.engine.onednn.convolution;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.onednn.operation.Primitive;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A convolution's weights, brought for a moment into the layout that an operation wants. */
record BlockedWeights(Arena arena, HostWeight weight, @Nullable HostWeight bias) {

  /** Runs {@code body} on the address of the weights in the layout that {@code reorder} makes. */
  void run(WeightReorder reorder, LongConsumer body) {
    run(weight.address() + skipped(reorder.bytesFrom()), reorder, body);
  }

  /**
   * Runs {@code body} like {@link #run(WeightReorder, LongConsumer)}, on other weights of the same
   * shape at an address.
   */
  void run(long weights, WeightReorder reorder, LongConsumer body) {
    HostTensor blocked = arena.bytes(reorder.bytesTo());
    reorder.execute(weights, blocked.address());
    body.accept(blocked.address());
    arena.release(blocked);
  }

  /** The bytes before the weights of some taps: of all of them, or of the middle one alone. */
  private long skipped(long bytes) {
    return (weight.spec().size() * Float.BYTES - bytes) / 2;
  }

  /** Where the gradient of the weights that a convolution computes with is written. */
  long gradientAddress(ConvolutionShape used, int inChannels) {
    return weight.gradientAddress() + skipped(used.weightCount(inChannels) * Float.BYTES);
  }

  /** Writes the gradients of the weights, and of the bias if there is one. */
  void gradient(ConvolutionPlan plan, HostTensor x, HostTensor outputGradient) {
    if (plan.writesPlainGradient()) {
      long bytes = plan.backwardWeights().bytes(2);
      gradient(
          plan.backwardWeights(), x, outputGradient, weight.gradientAddress() + skipped(bytes));
      return;
    }
    WeightReorder toPlain = plan.weightGradientToPlain();
    HostTensor blocked = arena.bytes(toPlain.bytesFrom());
    gradient(plan.backwardWeights(), x, outputGradient, blocked.address());
    toPlain.execute(blocked.address(), weight.gradientAddress() + skipped(toPlain.bytesTo()));
    arena.release(blocked);
  }

  private void gradient(Primitive backward, HostTensor x, HostTensor outputGradient, long target) {
    if (bias == null) {
      backward.execute(x.address(), outputGradient.address(), target);
    } else {
      backward.execute(x.address(), outputGradient.address(), target, bias.gradientAddress());
    }
  }
}
