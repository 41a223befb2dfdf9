package io.firenet.core.engine.host;

import io.firenet.core.engine.memory.Weight;
import io.firenet.network.WeightSpec;
import java.nio.FloatBuffer;

/**
 * Where a trainable tensor, its gradient and the optimiser's running means lie, float32,
 * contiguous, in {@link KernelOrder}.
 *
 * @param group what it belongs to
 * @param spec name and shape
 * @param offset of its first value in the group's arrays, in floats
 */
public record HostWeight(HostWeightGroup group, WeightSpec spec, int offset) implements Weight {

  /** The address of the first value. */
  public long address() {
    return group.valuesAddress() + (long) offset * Float.BYTES;
  }

  /** The address of the first value of the gradient. */
  public long gradientAddress() {
    return group.gradients().address(this);
  }

  @Override
  public float[] values() {
    return KernelOrder.toOnnx(spec, part(group.values()));
  }

  @Override
  public void set(float[] values) {
    KernelOrder.store(spec, values, part(group.values()));
  }

  @Override
  public float[] gradient() {
    return KernelOrder.toOnnx(spec, group.gradients().of(this));
  }

  @Override
  public void setGradient(float[] values) {
    KernelOrder.store(spec, values, group.gradients().kept(this));
  }

  @Override
  public float[] mean(Mean of) {
    return KernelOrder.toOnnx(spec, part(group.means(of)));
  }

  @Override
  public void setMean(Mean of, float[] values) {
    KernelOrder.store(spec, values, part(group.means(of)));
  }

  private FloatBuffer part(FloatBuffer all) {
    return all.slice(offset, (int) spec.size());
  }
}
