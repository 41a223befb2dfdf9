package io.firenet.core.engine;

import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.kernel.KernelLibrary;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.ElementType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What training computes with: a kernel library on a device.
 *
 * @param library of those on the class path
 * @param device one of its devices
 */
public record Compute(KernelLibrary library, Device device) {

  /** The system property that names a library, or {@code auto}. */
  public static final String PROPERTY = "firenet.kernels";

  /** What the command line takes instead of a device's name. */
  public static final String AUTO = "auto";

  private static final String CUDA = "cuda";

  private static final Comparator<KernelLibrary> PREFERRED_FIRST =
      Comparator.comparingInt(KernelLibrary::preference).reversed();

  /** Every library on the class path, the preferred ones first. */
  public static List<KernelLibrary> libraries() {
    return ServiceLoader.load(KernelLibrary.class, Compute.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(PREFERRED_FIRST)
        .toList();
  }

  /**
   * What is best here: a GPU if a library can use one, else the processor.
   *
   * @throws IllegalArgumentException if the system property {@value #PROPERTY} names no library or
   *     one that cannot be used
   */
  public static Compute here() {
    return on(AUTO);
  }

  /**
   * A device by its name, with the best library for it.
   *
   * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   * @throws IllegalArgumentException if there is none or it cannot be used; the message says why
   *     and what there is
   */
  public static Compute on(String device) {
    return choose(device, System.getProperty(PROPERTY, AUTO).toLowerCase(Locale.ROOT), libraries());
  }

  /** Asks no library that cannot be the best one: it would be loaded to answer. */
  static Compute choose(String device, String library, List<KernelLibrary> libraries) {
    List<KernelLibrary> candidates =
        named(library, libraries).stream().sorted(PREFERRED_FIRST).toList();
    if (!library.equals(AUTO)) {
      candidates.forEach(Compute::requireUsable);
    }
    Optional<Compute> gpu =
        device.equals(Device.CPU)
            ? Optional.empty()
            : first(candidates, one -> one.isOn(device) && !one.device.isCpu());
    return gpu.or(() -> first(candidates, one -> one.isOn(device)))
        .orElseThrow(() -> none(device, candidates));
  }

  private static Optional<Compute> first(
      List<KernelLibrary> candidates, Predicate<Compute> fitting) {
    return candidates.stream()
        .flatMap(Compute::ofEachDevice)
        .filter(fitting.and(Compute::isUsable))
        .findFirst();
  }

  private static Stream<Compute> ofEachDevice(KernelLibrary library) {
    return library.devices().stream().map(device -> new Compute(library, device));
  }

  private static void requireUsable(KernelLibrary library) {
    library
        .unusable()
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(
                  "-D%s=%s, but %s; or take auto".formatted(PROPERTY, library.name(), why));
            });
  }

  private boolean isUsable() {
    return device.unusable().isEmpty() && library.unusable().isEmpty();
  }

  private static List<KernelLibrary> named(String name, List<KernelLibrary> libraries) {
    if (name.equals(AUTO)) {
      return libraries;
    }
    List<KernelLibrary> found =
        libraries.stream().filter(library -> library.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "-D%s=%s is none of %s"
              .formatted(
                  PROPERTY,
                  name,
                  libraries.stream()
                      .map(KernelLibrary::name)
                      .collect(Collectors.joining(", ", "auto, ", ""))));
    }
    return found;
  }

  private boolean isOn(String wanted) {
    return wanted.equals(AUTO)
        || wanted.equals(device.name())
        || (wanted.equals(CUDA) && device.name().startsWith(CUDA));
  }

  private static IllegalArgumentException none(String device, List<KernelLibrary> candidates) {
    List<Compute> all =
        candidates.stream()
            .filter(one -> one.unusable().isEmpty())
            .flatMap(Compute::ofEachDevice)
            .toList();
    String why =
        all.stream()
            .filter(one -> one.isOn(device))
            .map(one -> one.device + ": " + one.device.unusable().orElse(""))
            .distinct()
            .collect(Collectors.joining("; "));
    if (why.isEmpty()) {
      why =
          device.startsWith(CUDA)
              ? "no kernel library for GPUs is here; build with 'mvn -Pgpu package' (see launcher/docs/devices.md)"
              : "there is none of this name";
    }
    String there =
        all.stream()
            .filter(Compute::isUsable)
            .map(one -> one.device.name())
            .distinct()
            .collect(Collectors.joining(", ", "auto, ", ""));
    return new IllegalArgumentException(
        "--device %s cannot be used: %s; here there are %s".formatted(device, why, there));
  }

  /** The library at work on the device. */
  Kernels<?> kernels() {
    return library.kernels(device);
  }

  boolean supportsBfloat16() {
    return library.supports(device, ElementType.BFLOAT16);
  }

  boolean acceleratesBfloat16() {
    return library.acceleratesBfloat16(device);
  }

  /** As run folders and reports name it, for example {@code onednn on cpu}. */
  @Override
  public String toString() {
    return library.name() + " on " + device.name();
  }
}
