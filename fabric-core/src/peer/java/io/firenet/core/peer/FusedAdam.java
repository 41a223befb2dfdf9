package io.firenet.core.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch's fused Adam (Python's {@code Adam(fused=True)}): one pass over weights, gradients and
 * moments. The C++ {@code torch::optim::Adam} makes a dozen passes over 30 million weights, which
 * would flatter whoever is compared with it.
 */
final class FusedAdam implements AutoCloseable {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double learningRate;
  private final List<Tensor> parameters;
  private final List<Tensor> means = new ArrayList<>();
  private final List<Tensor> variances = new ArrayList<>();
  private final List<Tensor> counts = new ArrayList<>();

  FusedAdam(Collection<Tensor> parameters, double learningRate) {
    this.learningRate = learningRate;
    this.parameters = List.copyOf(parameters);
    try (PointerScope scope = new PointerScope()) {
      for (Tensor parameter : parameters) {
        means.add(torch.zeros_like(parameter.detach()).retainReference());
        variances.add(torch.zeros_like(parameter.detach()).retainReference());
        counts.add(
            torch.zeros(new long[0], new TensorOptions(ScalarType.Float)).retainReference());
      }
    }
  }

  /** Updates every parameter by its gradient. */
  void step() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard frozen = new NoGradGuard()) {
      counts.forEach(count -> count.add_(new Scalar(1.0)));
      IValueVector arguments =
          new IValueVector(
              list(parameters),
              list(parameters.stream().map(Tensor::grad).toList()),
              list(means),
              list(variances),
              list(List.of()), // no AMSGrad
              list(counts),
              new IValue(learningRate),
              new IValue(BETA1),
              new IValue(BETA2),
              new IValue(0.0), // weight decay
              new IValue(EPSILON),
              new IValue(false), // AMSGrad
              new IValue(false), // minimise
              new IValue(), // no gradient scaler
              new IValue());
      OperatorHandle adam = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adam_", "");
      Dispatcher.singleton().callBoxed(adam, arguments);
    }
  }

  private static IValue list(List<Tensor> tensors) {
    GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
    tensors.forEach(t -> list.push_back(new IValue(t)));
    return new IValue(list);
  }

  @Override
  public void close() {
    List.of(means, variances, counts).forEach(l -> l.forEach(Tensor::releaseReference));
  }
}
