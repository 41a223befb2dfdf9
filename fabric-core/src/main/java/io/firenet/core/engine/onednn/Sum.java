package io.firenet.core.engine.onednn;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sum of two tensors, in the type of the first. */
public final class Sum implements Kernel {

  private final Arena arena;
  private final Addition addition;
  private final Reorders reorders;
  private final boolean inPlace;

  /**
   * @param inPlace whether the first input is overwritten: nobody else may need it
   */
  public Sum(OneDnn dnn, Arena arena, boolean inPlace) {
    this.arena = arena;
    this.addition = new Addition(dnn);
    this.reorders = new Reorders(dnn);
    this.inPlace = inPlace;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, boolean training) {
    Tensor a = inputs.get(0);
    Tensor y = inPlace ? a : arena.like(a);
    addition.add(a, inputs.get(1), y);
    return y;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Tensor> inputs, Tensor output, Tensor gradient) {
    Tensor copy = arena.like(inputs.get(1));
    reorders.copy(gradient, copy);
    return List.of(gradient, copy);
  }
}
