package io.firenet.core.engine.onednn.sum;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.onednn.norm.FusedActivation;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Reorders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sum of two tensors, in the type of the first, and the activation behind it. */
public final class Sum implements Kernel<HostTensor> {

  private final Arena arena;
  private final Addition addition;
  private final Reorders reorders;
  private final boolean inPlace;
  private final FusedActivation activation;

  /**
   * @param inPlace whether the first input is overwritten: nobody else may need it
   */
  public Sum(OneDnn dnn, Arena arena, boolean inPlace, FusedActivation activation) {
    this.arena = arena;
    this.addition = new Addition(dnn);
    this.reorders = new Reorders(dnn);
    this.inPlace = inPlace;
    this.activation = activation;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor a = inputs.get(0);
    HostTensor y = inPlace ? a : arena.like(a);
    addition.add(a, inputs.get(1), y, activation);
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor copy = arena.like(inputs.get(1));
    reorders.copy(gradient, copy);
    return List.of(gradient, copy);
  }
}
