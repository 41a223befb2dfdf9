package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.memory.Weight.Mean;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/** An {@link Optimiser} by libtorch's {@code _fused_adamw_}: one pass over weights and moments. */
final class TorchOptimiser implements AutoCloseable {

  private final Tensor count; // of updates, on the device

  TorchOptimiser(TorchMemory memory) {
    try (PointerScope scope = new PointerScope()) {
      count = memory.upload(new float[1]).retainReference();
    }
  }

  void update(TorchWeightGroup group, Optimiser optimiser, double rate) {
    if (optimiser.averages()) {
      group.beginAverages();
    }
    group.setUpdates(group.updates() + 1);
    TorchKernel.run(
        () -> {
          count.fill_(new Scalar((double) group.updates()));
          Map<Boolean, List<TorchWeight>> byDecay =
              group.weights().stream()
                  .collect(Collectors.partitioningBy(weight -> weight.spec().decays()));
          step(byDecay.get(true), optimiser.adam(), optimiser.weightDecay(), rate);
          step(byDecay.get(false), optimiser.adam(), 0, rate);
          if (optimiser.averagesAfter(group.updates())) {
            Scalar share = new Scalar(1 - optimiser.kept(group.updates()));
            group
                .weights()
                .forEach(weight -> weight.meanTensor(Mean.VALUE).lerp_(weight.tensor(), share));
          }
          return null;
        });
  }

  private void step(List<TorchWeight> weights, Adam adam, double decay, double rate) {
    if (weights.isEmpty()) {
      return;
    }
    IValueVector arguments =
        new IValueVector(
            list(weights, TorchWeight::tensor),
            list(weights, TorchWeight::gradientTensor),
            list(weights, weight -> weight.meanTensor(Mean.GRADIENT)),
            list(weights, weight -> weight.meanTensor(Mean.SQUARED_GRADIENT)),
            list(List.of()), // no AMSGrad
            list(weights, weight -> count),
            new IValue(rate),
            new IValue(adam.beta1()),
            new IValue(adam.beta2()),
            new IValue(decay),
            new IValue(adam.epsilon()),
            new IValue(false), // AMSGrad
            new IValue(false), // minimise
            new IValue(), // no gradient scaler
            new IValue());
    OperatorHandle operator = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", "");
    Dispatcher.singleton().callBoxed(operator, arguments);
    weights.forEach(TorchWeight::changed);
  }

  private static IValue list(List<TorchWeight> weights, Function<TorchWeight, Tensor> part) {
    return list(weights.stream().map(part).toList());
  }

  private static IValue list(List<Tensor> tensors) {
    GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
    tensors.forEach(tensor -> list.push_back(new IValue(tensor)));
    return new IValue(list);
  }

  @Override
  public void close() {
    count.releaseReference();
  }
}
