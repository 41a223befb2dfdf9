package io.firenet.core.engine.libtorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Layers that join several inputs. */
final class TorchSums {

  private TorchSums() {}

  /** The sum of two tensors, in the type of the first. */
  static final class Add extends TorchKernel {

    private final boolean inPlace;

    Add(TorchMemory memory, boolean inPlace) {
      super(memory);
      this.inPlace = inPlace;
    }

    @Override
    Tensor forward(List<Tensor> inputs) {
      Tensor a = inputs.get(0);
      Tensor b = inputs.get(1).to(a.scalar_type());
      if (!inPlace) {
        return a.add(b);
      }
      a.add_(b);
      return a; // what the call returns is a second handle that does not keep the tensor alive
    }

    @Override
    List<@Nullable Tensor> gradients(
        List<TorchTensor> inputs, TorchTensor output, Tensor gradient) {
      return List.of(gradient, gradient.clone());
    }
  }

  /** The inputs one after another along the channels, in the type of the first. */
  static final class Concat extends TorchKernel {

    Concat(TorchMemory memory) {
      super(memory);
    }

    @Override
    Tensor forward(List<Tensor> inputs) {
      ScalarType type = inputs.get(0).scalar_type();
      Tensor[] alike = inputs.stream().map(x -> x.to(type)).toArray(Tensor[]::new);
      return torch.cat(new TensorVector(alike), 1);
    }

    @Override
    List<@Nullable Tensor> gradients(
        List<TorchTensor> inputs, TorchTensor output, Tensor gradient) {
      List<@Nullable Tensor> parts = new ArrayList<>();
      long first = 0;
      for (TorchTensor input : inputs) {
        parts.add(gradient.narrow(1, first, input.channels()).clone());
        first += input.channels();
      }
      return parts;
    }
  }

  /** The fabric's trainable feature sum, {@link io.firenet.network.Layer.TrainableSum}. */
  static final class Trainable extends TorchKernel {

    private final TorchWeight weight;

    Trainable(TorchMemory memory, TorchWeight weight) {
      super(memory);
      this.weight = weight;
    }

    @Override
    Tensor forward(List<Tensor> inputs) {
      Tensor gates = weight.tensor().sigmoid();
      Tensor sum = inputs.get(0).mul(gates.select(0, 0));
      for (int i = 1; i < inputs.size(); i++) {
        sum.add_(inputs.get(i).mul(gates.select(0, i)));
      }
      return sum;
    }

    @Override
    List<@Nullable Tensor> gradients(
        List<TorchTensor> inputs, TorchTensor output, Tensor gradient) {
      Tensor gates = weight.tensor().sigmoid();
      List<@Nullable Tensor> parts = new ArrayList<>();
      Tensor[] products = new Tensor[inputs.size()];
      for (int i = 0; i < products.length; i++) {
        Tensor x = inputs.get(i).value();
        products[i] = torch.sum(x.mul(gradient), new ScalarTypeOptional(ScalarType.Float));
        parts.add(gradient.mul(gates.select(0, i)));
      }
      Tensor slopes = gates.sub(gates.mul(gates)); // σ' = σ(1 − σ)
      weight.setGradient(torch.stack(new TensorVector(products)).mul(slopes));
      return parts;
    }
  }
}
