package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SizeTPair;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch_cuda;

/** NVIDIA's GPUs as libtorch's CUDA build sees them. Only that build has these classes' natives. */
final class CudaDevices {

  private static final int OLDEST = 7; // major number of the compute capability: Volta

  private CudaDevices() {}

  static List<Device> list() {
    List<Device> devices = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      int[] driver = new int[1];
      cudart.cudaDriverGetVersion(driver);
      for (byte i = 0; i < torch_cuda.device_count(); i++) {
        cudaDeviceProp properties = torch_cuda.getDeviceProperties(i);
        SizeTPair memory = torch_cuda.getAllocator().getMemoryInfo(i);
        String title =
            String.format(
                Locale.ROOT,
                "%s, compute capability %s.%s, driver for CUDA %s.%s",
                properties.name().getString(),
                properties.major(),
                properties.minor(),
                driver[0] / 1000,
                driver[0] % 1000 / 10);
        devices.add(
            new Device(
                "cuda:" + i,
                title,
                OptionalLong.of(memory.second()),
                OptionalLong.of(memory.first()),
                properties.major() < OLDEST
                    ? Optional.of("libtorch needs compute capability 7.0 or later")
                    : Optional.empty()));
      }
      return devices;
    } catch (RuntimeException | LinkageError e) {
      return List.of(unusable(String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
  }

  /** Whether libtorch's CUDA build is on the class path. */
  static boolean areBuiltFor() {
    String folder = "/org/bytedeco/pytorch/%s-gpu/".formatted(Loader.getPlatform());
    return torch.class.getResource(folder + System.mapLibraryName("torch_cuda")) != null;
  }

  /** What stands for GPUs where that build finds none. */
  static Device missing() {
    try (PointerScope scope = new PointerScope()) {
      int status = cudart.cudaGetDeviceCount(new int[1]);
      return unusable(
          status == 0
              ? "libtorch finds none; is cuDNN 9 installed?"
              : cudart.cudaGetErrorString(status).getString());
    } catch (LinkageError e) {
      return unusable(
          "NVIDIA's libraries do not load; install a driver for CUDA 13, CUDA 13.1 and cuDNN 9");
    }
  }

  private static Device unusable(String why) {
    return new Device(
        "cuda", "NVIDIA GPU", OptionalLong.empty(), OptionalLong.empty(), Optional.of(why));
  }
}
