package io.firenet.core.engine.onednn;

import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.memory.Weight;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A convolution's weights, brought for a moment into the layout that an operation wants. */
record BlockedWeights(Arena arena, Weight weight, @Nullable Weight bias) {

  /** Runs {@code body} on the address of the weights in the layout that {@code reorder} makes. */
  void run(Primitive reorder, LongConsumer body) {
    run(weight.address(), reorder, body);
  }

  /** As the other, on other weights of the same shape at an address. */
  void run(long weights, Primitive reorder, LongConsumer body) {
    Tensor blocked = arena.bytes(reorder.bytes(1));
    reorder.execute(weights, blocked.address());
    body.accept(blocked.address());
    arena.release(blocked);
  }

  /** Writes the gradients of the weights, and of the bias if there is one. */
  void gradient(ConvolutionPlan plan, Tensor x, Tensor outputGradient) {
    if (plan.writesPlainGradient()) {
      gradient(plan.backwardWeights(), x, outputGradient, weight.gradientAddress());
      return;
    }
    Primitive toPlain = plan.weightGradientToPlain();
    Tensor blocked = arena.bytes(toPlain.bytes(0));
    gradient(plan.backwardWeights(), x, outputGradient, blocked.address());
    toPlain.execute(blocked.address(), weight.gradientAddress());
    arena.release(blocked);
  }

  private void gradient(Primitive backward, Tensor x, Tensor outputGradient, long target) {
    if (bias == null) {
      backward.execute(x.address(), outputGradient.address(), target);
    } else {
      backward.execute(x.address(), outputGradient.address(), target, bias.gradientAddress());
    }
  }
}
