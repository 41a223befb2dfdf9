package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.kernel.KernelLibrary;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which library computes on which device. */
class ComputeTests {

  private static final Device GPU = gpu("cuda:0", Optional.empty());
  private static final KernelLibrary SLOW =
      new Library("slow", 0, () -> null, List.of(Device.cpu()));
  private static final KernelLibrary FAST =
      new Library("fast", 20, () -> null, List.of(Device.cpu()));
  private static final KernelLibrary GRAPHICS =
      new Library(
          "graphics", 10, () -> null, List.of(Device.cpu(), GPU, gpu("cuda:1", Optional.empty())));
  private static final KernelLibrary ABSENT =
      new Library("absent", 90, () -> "its library does not load", List.of(Device.cpu()));
  private static final List<KernelLibrary> ALL = List.of(FAST, SLOW, GRAPHICS, ABSENT);

  private static Device gpu(String name, Optional<String> unusable) {
    return new Device(name, "a GPU", OptionalLong.of(8), OptionalLong.of(7), unusable);
  }

  @Test
  void autoTakesAGpuBeforeTheProcessorAndThePreferredLibrary() {
    assertEquals(new Compute(GRAPHICS, GPU), Compute.choose("auto", "auto", ALL));
    assertEquals(
        new Compute(FAST, Device.cpu()),
        Compute.choose("auto", "auto", List.of(SLOW, FAST, ABSENT)));
    assertEquals(new Compute(FAST, Device.cpu()), Compute.choose("cpu", "auto", ALL));
    assertEquals(new Compute(GRAPHICS, GPU), Compute.choose("cuda", "auto", ALL));
    assertEquals("cuda:1", Compute.choose("cuda:1", "auto", ALL).device().name());
    assertEquals(new Compute(SLOW, Device.cpu()), Compute.choose("auto", "slow", ALL));
    assertEquals("graphics on cuda:0", Compute.choose("auto", "graphics", ALL).toString());
  }

  @Test
  void aLibraryThatIsNotTakenIsNotLoaded() {
    KernelLibrary idle =
        new Library("idle", 10, () -> fail("loaded to answer"), List.of(Device.cpu()));
    assertEquals("fast on cpu", Compute.choose("auto", "auto", List.of(idle, FAST)).toString());
    KernelLibrary graphics =
        new Library("idle", 10, () -> fail("loaded to answer"), List.of(Device.cpu(), GPU));
    assertEquals("fast on cpu", Compute.choose("cpu", "auto", List.of(graphics, FAST)).toString());
    assertEquals(
        "slow on cpu", Compute.choose("auto", "slow", List.of(idle, graphics, SLOW)).toString());
  }

  @Test
  void anotherDeviceSaysWhatThereIsAndWhatIsMissing() {
    assertEquals(
        "--device cuda cannot be used: no kernel library for GPUs is here; build with"
            + " 'mvn -Pgpu package' (see launcher/docs/devices.md); here there are auto, cpu",
        refusal("cuda", "auto", List.of(SLOW, FAST)));
    assertEquals(
        "--device tpu cannot be used: there is none of this name; here there are auto, cpu,"
            + " cuda:0, cuda:1",
        refusal("tpu", "auto", ALL));
    KernelLibrary broken =
        new Library("graphics", 10, () -> null, List.of(gpu("cuda:0", Optional.of("old driver"))));
    assertEquals(
        "--device cuda cannot be used: cuda:0: old driver; here there are auto, cpu",
        refusal("cuda", "auto", List.of(FAST, broken)));
    assertEquals("fast on cpu", Compute.choose("auto", "auto", List.of(FAST, broken)).toString());
  }

  @Test
  void anotherLibrarySaysWhichThereAre() {
    assertEquals(
        "-Dfirenet.kernels=mkl is none of auto, fast, slow, graphics, absent",
        refusal("auto", "mkl", ALL));
    assertEquals(
        "-Dfirenet.kernels=absent, but its library does not load; or take auto",
        refusal("auto", "absent", ALL));
  }

  @Test
  void theLibrariesOfTheClassPathAreFound() {
    List<String> names = Compute.libraries().stream().map(KernelLibrary::name).toList();
    assertTrue(names.containsAll(List.of("onednn", "plain")), names::toString);
  }

  private static String refusal(String device, String library, List<KernelLibrary> all) {
    return assertThrows(IllegalArgumentException.class, () -> Compute.choose(device, library, all))
        .getMessage();
  }

  private record Library(
      String name, int preference, Supplier<@Nullable String> fault, List<Device> devices)
      implements KernelLibrary {

    @Override
    public String description() {
      return name;
    }

    @Override
    public Optional<String> unusable() {
      return Optional.ofNullable(fault.get());
    }

    @Override
    public List<Device> devices() {
      boolean loads = !devices.equals(List.of(Device.cpu())); // to find the others
      return loads && unusable().isPresent() ? List.of(Device.cpu()) : devices;
    }

    @Override
    public boolean supports(Device device, ElementType type) {
      return true;
    }

    @Override
    public boolean acceleratesBfloat16(Device device) {
      return false;
    }

    @Override
    public long workingBytes(Network network, ElementType type, GridSize size) {
      return 0;
    }

    @Override
    public Kernels<?> kernels(Device device) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double gigaflops(Device device, ElementType type) {
      return 1;
    }
  }
}
