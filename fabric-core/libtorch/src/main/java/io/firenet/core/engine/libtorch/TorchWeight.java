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

  /** The values in the type of an activation. */
  Tensor as(ScalarType type) {
    return value.to(type);
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
    value.releaseReference();
    gradient.releaseReference();
    first.releaseReference();
    second.releaseReference();
    if (average != null) {
      average.releaseReference();
    }
  }
}
