package io.firenet.core.engine.onednn;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors one after another along the channels. */
public final class Concatenation implements Kernel {

  private final Arena arena;
  private final Reorders reorders;

  public Concatenation(OneDnn dnn, Arena arena) {
    this.arena = arena;
    this.reorders = new Reorders(dnn);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, boolean training) {
    int channels = inputs.stream().mapToInt(Tensor::channels).sum();
    Tensor y = arena.tensor(inputs.get(0).type(), channels, inputs.get(0).size());
    int first = 0;
    for (Tensor x : inputs) {
      reorders.copyChannels(x, 0, y, first, x.channels());
      first += x.channels();
    }
    return y;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Tensor> inputs, Tensor output, Tensor gradient) {
    List<@Nullable Tensor> result = new ArrayList<>();
    int first = 0;
    for (Tensor x : inputs) {
      Tensor dx = arena.like(x);
      reorders.copyChannels(gradient, first, dx, 0, x.channels());
      first += x.channels();
      result.add(dx);
    }
    arena.release(gradient);
    return result;
  }
}
