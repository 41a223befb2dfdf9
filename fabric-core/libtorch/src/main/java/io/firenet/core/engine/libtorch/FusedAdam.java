package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.engine.memory.Weight.Moment;
import java.util.List;
import java.util.function.Function;
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

/** libtorch's {@code _fused_adam_}: one pass over weights, gradients and moments. */
final class FusedAdam implements AutoCloseable {

  private final Tensor count; // of updates, on the device

  FusedAdam(TorchMemory memory) {
    try (PointerScope scope = new PointerScope()) {
      count = memory.upload(new float[1]).retainReference();
    }
  }

  void update(TorchWeightGroup group, Adam adam, double rate) {
    if (group.weights().isEmpty()) {
      return;
    }
    group.setUpdates(group.updates() + 1);
    TorchKernel.run(
        () -> {
          count.fill_(new Scalar((double) group.updates()));
          IValueVector arguments =
              new IValueVector(
                  list(group, TorchWeight::tensor),
                  list(group, TorchWeight::gradientTensor),
                  list(group, weight -> weight.momentTensor(Moment.FIRST)),
                  list(group, weight -> weight.momentTensor(Moment.SECOND)),
                  list(List.of()), // no AMSGrad
                  list(group, weight -> count),
                  new IValue(rate),
                  new IValue(adam.beta1()),
                  new IValue(adam.beta2()),
                  new IValue(0.0), // weight decay
                  new IValue(adam.epsilon()),
                  new IValue(false), // AMSGrad
                  new IValue(false), // minimise
                  new IValue(), // no gradient scaler
                  new IValue());
          OperatorHandle operator =
              Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adam_", "");
          Dispatcher.singleton().callBoxed(operator, arguments);
          return null;
        });
  }

  private static IValue list(TorchWeightGroup group, Function<TorchWeight, Tensor> part) {
    return list(group.weights().stream().map(part).toList());
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
