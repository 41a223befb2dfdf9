package io.firenet.core.engine.onednn.sum;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Reorders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors one after another along the channels. */
public final class Concatenation implements Kernel<HostTensor> {

  private final Arena arena;
  private final Reorders reorders;

  public Concatenation(OneDnn dnn, Arena arena) {
    this.arena = arena;
    this.reorders = new Reorders(dnn);
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    int channels = inputs.stream().mapToInt(HostTensor::channels).sum();
    HostTensor y = arena.tensor(inputs.get(0).type(), channels, inputs.get(0).size());
    int first = 0;
    for (HostTensor x : inputs) {
      reorders.copyChannels(x, 0, y, first, x.channels());
      first += x.channels();
    }
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    List<@Nullable HostTensor> result = new ArrayList<>();
    int first = 0;
    for (HostTensor x : inputs) {
      HostTensor dx = arena.like(x);
      reorders.copyChannels(gradient, first, dx, 0, x.channels());
      first += x.channels();
      result.add(dx);
    }
    arena.release(gradient);
    return result;
  }
}
