package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.kernel.KernelLibrary;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.jspecify.annotations.Nullable;

/** libtorch, in float32 and bfloat16, on the processor and on NVIDIA GPUs. */
public final class LibtorchLibrary implements KernelLibrary {

  private static final int SIDE = 2048; // of the matrices that a device is measured with
  private static final int REPEATS = 8;

  /** What a convolution may unfold of its input beside it, on the processor. */
  private static final int WORKSPACE_PER_ACTIVATION = 2;

  private final MemoryFormat onProcessor;
  private @Nullable Optional<String> fault;

  /** For ServiceLoader. */
  public LibtorchLibrary() {
    this(MemoryFormat.Contiguous);
  }

  /**
   * @param onProcessor order of a tensor's values in the processor's memory
   */
  LibtorchLibrary(MemoryFormat onProcessor) {
    this.onProcessor = onProcessor;
  }

  /**
   * A voxel's channels side by side on GPUs: cuDNN's kernels for matrix units want them so, and
   * norms are summed by all of the GPU instead of a part for each channel.
   */
  private MemoryFormat order(Device device) {
    return device.isCpu() ? onProcessor : MemoryFormat.ChannelsLast3d;
  }

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public String description() {
    return "libtorch's operators, in float32 or bfloat16, on the processor or an NVIDIA GPU";
  }

  @Override
  public int preference() {
    return 10;
  }

  @Override
  public Optional<String> unusable() {
    if (fault == null) {
      fault = load();
    }
    return fault;
  }

  private static Optional<String> load() {
    Optional<String> foreign = ForeignLibtorch.find();
    if (foreign.isPresent()) {
      return foreign;
    }
    try {
      Loader.load(torch.class);
      // float32 is float32 on GPUs as well, not TF32, whose products have 10 bits of precision.
      torch.globalContext().setAllowTF32CuDNN(false);
      return Optional.empty();
    } catch (LinkageError e) { // no natives for this platform, or a library of theirs is missing
      return Optional.of("libtorch does not load here: " + e.getMessage());
    }
  }

  @Override
  public List<Device> devices() {
    List<Device> devices = new ArrayList<>();
    devices.add(Device.cpu());
    if (CudaDevices.areBuiltFor() && unusable().isEmpty()) {
      devices.addAll(
          torch.cuda_is_available() ? CudaDevices.list() : List.of(CudaDevices.missing()));
    }
    return devices;
  }

  @Override
  public boolean supports(Device device, ElementType type) {
    return true;
  }

  /** On GPUs; on the processor it computes many operators of bfloat16 by way of float32. */
  @Override
  public boolean acceleratesBfloat16(Device device) {
    return !device.isCpu();
  }

  /**
   * Not known before: the weights in the activations' type, and the largest activation unfolded.
   */
  @Override
  public long workingBytes(Network network, ElementType type, GridSize size) {
    long weights = network.weights().stream().mapToLong(WeightSpec::size).max().orElse(0);
    long activation =
        network.nodes().stream()
            .mapToLong(node -> node.shape().channels() * node.shape().at(size).voxels())
            .max()
            .orElse(0);
    return Float.BYTES * (2 * weights + WORKSPACE_PER_ACTIVATION * activation);
  }

  @Override
  public LibtorchKernels kernels(Device device) {
    return new LibtorchKernels(device.name(), order(device));
  }

  @Override
  public double gigaflops(Device device, ElementType type) {
    try (PointerScope scope = new PointerScope()) {
      TensorOptions options =
          new TorchMemory(new org.bytedeco.pytorch.Device(device.name()), order(device))
              .options(TorchTensor.scalarType(type));
      Tensor matrix = torch.zeros(new long[] {SIDE, SIDE}, options);
      Tensor product = torch.zeros(new long[] {SIDE, SIDE}, options);
      return KernelLibrary.gigaflops(
          SIDE,
          REPEATS,
          () -> {
            torch.mm_out(product, matrix, matrix);
            product.select(0, 0).select(0, 0).to(torch.ScalarType.Float).item_double(); // waits
          });
    }
  }
}
