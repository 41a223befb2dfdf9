package io.firenet.core.engine.plain;

import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.kernel.KernelLibrary;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's matrix products and Java, in float32: several times slower, on any processor. */
public final class PlainLibrary implements KernelLibrary {

  private static final int SIDE = 2048; // of the matrices that the processor is measured with
  private static final int REPEATS = 8;

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public String description() {
    return "ND4J's matrix products and Java, in float32, on any processor; several times slower";
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public Optional<String> unusable() {
    return Optional.empty();
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  public boolean supports(Device device, ElementType type) {
    return type == ElementType.FLOAT32;
  }

  @Override
  public boolean acceleratesBfloat16(Device device) {
    return false;
  }

  /** What is taken from the arena beside activations and gradients, for training any image. */
  @Override
  public long workingBytes(Network network, ElementType type, GridSize size) {
    long weights = network.weights().stream().mapToLong(WeightSpec::size).max().orElse(0);
    return (ColumnProducts.SLAB_VALUES + weights) * Float.BYTES;
  }

  @Override
  public PlainKernels kernels(Device device) {
    return new PlainKernels();
  }

  @Override
  public double gigaflops(Device device, ElementType type) {
    INDArray left = Nd4j.zeros(DataType.FLOAT, SIDE, SIDE);
    INDArray product = Nd4j.zeros(DataType.FLOAT, SIDE, SIDE).dup('f');
    return KernelLibrary.gigaflops(
        SIDE, REPEATS, () -> Nd4j.gemm(left, left, product, false, false, 1, 0));
  }
}
