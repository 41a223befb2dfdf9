package io.firenet.core.engine.onednn;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A convolution's weights, brought for a moment into the layout that an operation wants. */
record BlockedWeights(Arena arena, HostWeight weight, @Nullable HostWeight bias) {

  /** Runs {@code body} on the address of the weights in the layout that {@code reorder} makes. */
  void run(Primitive reorder, LongConsumer body) {
    run(weight.address(), reorder, body);
  }

  /**
   * Runs {@code body} like {@link #run(Primitive, LongConsumer)}, on other weights of the same
   * shape at an address.
   */
  void run(long weights, Primitive reorder, LongConsumer body) {
    HostTensor blocked = arena.bytes(reorder.bytes(1));
    reorder.execute(weights, blocked.address());
    body.accept(blocked.address());
    arena.release(blocked);
  }

  /** Writes the gradients of the weights, and of the bias if there is one. */
  void gradient(ConvolutionPlan plan, HostTensor x, HostTensor outputGradient) {
    if (plan.writesPlainGradient()) {
      gradient(plan.backwardWeights(), x, outputGradient, weight.gradientAddress());
      return;
    }
    Primitive toPlain = plan.weightGradientToPlain();
    HostTensor blocked = arena.bytes(toPlain.bytes(0));
    gradient(plan.backwardWeights(), x, outputGradient, blocked.address());
    toPlain.execute(blocked.address(), weight.gradientAddress());
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
