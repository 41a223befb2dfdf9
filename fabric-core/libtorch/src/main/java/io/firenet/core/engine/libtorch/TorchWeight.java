package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.memory.Weight;
import io.firenet.network.WeightSpec;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A weight with its gradient and the optimiser's running means on the device, in ONNX order,
 * float32.
 */
final class TorchWeight implements Weight {

  private final TorchMemory memory;
  private final TorchWeightGroup group;
  private final WeightSpec spec;
  private final long[] shape;
  private final Tensor value;
  private final Tensor first;
  private final Tensor second;
  private @Nullable Tensor average;
  private Tensor gradient;
  private @Nullable Tensor copy; // for activations of another type or order, until values change

  TorchWeight(TorchMemory memory, TorchWeightGroup group, WeightSpec spec) {
    this.memory = memory;
    this.group = group;
    this.spec = spec;
    this.shape = Arrays.stream(spec.shape()).asLongStream().toArray();
    value = zeros();
    gradient = zeros();
    first = zeros();
    second = zeros();
  }

  private Tensor zeros() {
    try (PointerScope scope = new PointerScope()) {
      return memory.upload(new float[(int) spec.size()], shape).retainReference();
    }
  }

  @Override
  public WeightSpec spec() {
    return spec;
  }

  boolean frozen() {
    return group.frozen();
  }

  Tensor tensor() {
    return value;
  }

  /**
   * The values in the type of the activations, a kernel's in their order; copied once an update.
   */
  Tensor as(ScalarType type) {
    boolean kernel = shape.length == TorchTensor.AXES;
    if (type == ScalarType.Float && !(kernel && memory.reorders())) {
      return value;
    }
    if (copy == null || copy.scalar_type().intern() != type) {
      changed();
      try (PointerScope scope = new PointerScope()) {
        Tensor typed = value.to(type);
        copy = new Tensor(kernel ? memory.ordered(typed) : typed).retainReference();
      }
    }
    return copy;
  }

  /** The values are others now. */
  void changed() {
    if (copy != null) {
      copy.releaseReference();
      copy = null;
    }
  }

  Tensor gradientTensor() {
    return gradient;
  }

  /** Takes the place of the gradient. */
  void setGradient(Tensor computed) {
    gradient.releaseReference();
    gradient =
        new Tensor(computed.to(ScalarType.Float).reshape(shape).contiguous()).retainReference();
  }

  Tensor meanTensor(Mean of) {
    return switch (of) {
      case GRADIENT -> first;
      case SQUARED_GRADIENT -> second;
      case VALUE -> Objects.requireNonNull(average, "no averages");
    };
  }

  void beginAverage() {
    try (PointerScope scope = new PointerScope()) {
      average = value.clone().retainReference();
    }
  }

  void exchangeAverage() {
    try (PointerScope scope = new PointerScope()) {
      Tensor held = value.clone();
      value.copy_(meanTensor(Mean.VALUE));
      changed();
      meanTensor(Mean.VALUE).copy_(held);
    }
  }

  @Override
  public float[] values() {
    return LibtorchKernels.floats(value);
  }

  @Override
  public void set(float[] values) {
    store(values, value);
    changed();
  }

  @Override
  public float[] gradient() {
    return LibtorchKernels.floats(gradient);
  }

  @Override
  public void setGradient(float[] values) {
    store(values, gradient);
  }

  @Override
  public float[] mean(Mean of) {
    return LibtorchKernels.floats(meanTensor(of));
  }

  @Override
  public void setMean(Mean of, float[] values) {
    store(values, meanTensor(of));
  }

  private void store(float[] values, Tensor target) {
    if (values.length != spec.size()) {
      throw new IllegalArgumentException(
          "%s has %s values, got %s".formatted(spec.name(), spec.size(), values.length));
    }
    try (PointerScope scope = new PointerScope()) {
      target.copy_(memory.upload(values, shape));
    }
  }

  void close() {
    changed();
    value.releaseReference();
    gradient.releaseReference();
    first.releaseReference();
    second.releaseReference();
    if (average != null) {
      average.releaseReference();
    }
  }
}
