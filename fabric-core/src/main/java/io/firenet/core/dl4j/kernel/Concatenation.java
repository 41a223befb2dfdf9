package io.firenet.core.dl4j.kernel;

import io.firenet.core.dl4j.memory.Arena;
import io.firenet.core.dl4j.memory.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors one after another along the channels. */
public final class Concatenation implements Kernel {

  private final Arena arena;

  public Concatenation(Arena arena) {
    this.arena = arena;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, boolean training) {
    int channels = inputs.stream().mapToInt(Tensor::channels).sum();
    Tensor y = arena.tensor(channels, inputs.get(0).size());
    int first = 0;
    for (Tensor x : inputs) {
      Elementwise.copyChannels(x, 0, y, first, x.channels());
      first += x.channels();
    }
    return y;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Tensor> inputs, Tensor output, Tensor gradient) {
    List<@Nullable Tensor> result = new ArrayList<>();
    int first = 0;
    for (Tensor x : inputs) {
      Tensor dx = arena.tensor(x.channels(), x.size());
      Elementwise.copyChannels(gradient, first, dx, 0, x.channels());
      first += x.channels();
      result.add(dx);
    }
    arena.release(gradient);
    return result;
  }
}
