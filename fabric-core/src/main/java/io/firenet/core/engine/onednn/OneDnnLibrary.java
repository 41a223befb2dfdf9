package io.firenet.core.engine.onednn;

import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.kernel.KernelLibrary;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.MatrixProduct;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Tuning;
import io.firenet.core.engine.onednn.operation.TuningFile;
import io.firenet.core.io.RecordCodec;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** oneDNN, in float32 and bfloat16, on the processor. */
public final class OneDnnLibrary implements KernelLibrary {

  private static final long NODE_BYTES = 25_000; // of what is compiled for a node at one size
  private static final int KEPT_SIZES = OneDnn.KEPT_PLANS / 30; // some 30 operations each

  private static final int SIDE = 2048; // of the matrices that the processor is measured with
  private static final int REPEATS = 8;

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public String description() {
    return "oneDNN, in float32 or bfloat16, on the processor";
  }

  @Override
  public int preference() {
    return 20;
  }

  @Override
  public Optional<String> unusable() {
    return OneDnn.loads()
        ? Optional.empty()
        : Optional.of("oneDNN does not load here; see 'firenet doctor'");
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  public boolean supports(Device device, ElementType type) {
    return type == ElementType.FLOAT32 || OneDnn.supportsBfloat16();
  }

  @Override
  public boolean acceleratesBfloat16(Device device) {
    return OneDnn.acceleratesBfloat16();
  }

  @Override
  public long workingBytes(Network network, ElementType type, GridSize size) {
    return WorkingMemory.bytes(network, type, size)
        + WorkingMemory.waitingBytes(network, type, size);
  }

  /** As measured: 6 MB for the 250 nodes of the recipe's network at each size of hippocampus. */
  @Override
  public long compiledBytes(Network network, int sizes) {
    return (long) Math.min(sizes, KEPT_SIZES) * network.nodes().size() * NODE_BYTES;
  }

  @Override
  public OneDnnKernels kernels(Device device) {
    return new OneDnnKernels();
  }

  @Override
  public List<String> tune(Device device) throws IOException {
    Tuning tuning = TuningMeasurement.run();
    Path file = TuningFile.write(tuning);
    List<String> lines = new ArrayList<>();
    RecordCodec.write(tuning).forEach((name, value) -> lines.add(name + ": " + value));
    lines.add("kept in " + file);
    return lines;
  }

  @Override
  public double gigaflops(Device device, ElementType type) {
    try (MatrixProduct product = new MatrixProduct(type, SIDE)) {
      return KernelLibrary.gigaflops(SIDE, REPEATS, product::execute);
    }
  }
}
