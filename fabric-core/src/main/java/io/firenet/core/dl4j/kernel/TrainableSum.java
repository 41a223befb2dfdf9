package io.firenet.core.dl4j.kernel;

import io.firenet.core.dl4j.memory.Arena;
import io.firenet.core.dl4j.memory.Tensor;
import io.firenet.core.dl4j.memory.Weight;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fabric's trainable feature sum, {@link io.firenet.network.Layer.TrainableSum}. */
public final class TrainableSum implements Kernel {

  private final Arena arena;
  private final Weight weight;

  public TrainableSum(Arena arena, Weight weight) {
    this.arena = arena;
    this.weight = weight;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, boolean training) {
    Tensor y = arena.tensor(inputs.get(0).channels(), inputs.get(0).size());
    Elementwise.weightedSum(inputs, gates(), y);
    return y;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Tensor> inputs, Tensor output, Tensor gradient) {
    float[] gates = gates();
    FloatBuffer gateGradient = weight.gradient();
    List<@Nullable Tensor> result = new ArrayList<>();
    for (int i = 0; i < gates.length; i++) {
      double slope = gates[i] * (1.0 - gates[i]); // σ' = σ(1 − σ)
      gateGradient.put(i, (float) (slope * Elementwise.dot(gradient, inputs.get(i))));
      Tensor dx = arena.tensor(gradient.channels(), gradient.size());
      Elementwise.weightedSum(List.of(gradient), new float[] {gates[i]}, dx);
      result.add(dx);
    }
    arena.release(gradient);
    return result;
  }

  /** σ of the weights. */
  private float[] gates() {
    float[] gates = new float[(int) weight.spec().size()];
    weight.values().get(gates);
    for (int i = 0; i < gates.length; i++) {
      gates[i] = (float) (1 / (1 + Math.exp(-gates[i])));
    }
    return gates;
  }
}
