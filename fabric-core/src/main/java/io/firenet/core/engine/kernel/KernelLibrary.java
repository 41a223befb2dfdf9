package io.firenet.core.engine.kernel;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the layers are computed with. Libraries are found by {@link java.util.ServiceLoader}: one
 * that is on the class path takes part without being named anywhere.
 */
public interface KernelLibrary {

  /** The name to choose it by, lower case. */
  String name();

  /** One line for people: what it is, in which precisions, on what. */
  String description();

  /** Of the libraries that can compute on a device, the one with the highest is taken. */
  int preference();

  /** Why it cannot be used here, in one line; absent if it can. May load it to find out. */
  Optional<String> unusable();

  /**
   * Where it can compute, or could if what {@link Device#unusable} says were mended. Loads it only
   * if it may compute elsewhere than on the processor: another library may be taken for that.
   */
  List<Device> devices();

  /** Whether there are operations in a type, be they fast or not. */
  boolean supports(Device device, ElementType type);

  /** Whether bfloat16 is faster than float32. */
  boolean acceleratesBfloat16(Device device);

  /**
   * The bytes of working memory that training steps on images of a size take beside their
   * activations and gradients.
   *
   * @param type of activations
   */
  long workingBytes(Network network, ElementType type, GridSize size);

  /**
   * The bytes of the process's memory that it keeps what it compiles for images of so many
   * different sizes in. By default it compiles nothing.
   */
  default long compiledBytes(Network network, int sizes) {
    return 0;
  }

  /** The library at work on a device. */
  Kernels<?> kernels(Device device);

  /**
   * The arithmetic that a device is capable of, as measured with one large matrix product, in
   * billions of multiplications and additions in a second.
   */
  double gigaflops(Device device, ElementType type);

  /**
   * Measures which of its ways of computing the same are the fastest here, with as many threads as
   * the calling thread computes with, and keeps that for later runs. By default there is no choice.
   *
   * @return what was found and where it is kept, line by line; empty if there is no choice
   * @throws IOException if it cannot be kept
   */
  default List<String> tune(Device device) throws IOException {
    return List.of();
  }

  /**
   * The fastest of several runs of a product of two square matrices, in billions of multiplications
   * and additions in a second.
   */
  static double gigaflops(int side, int repeats, Runnable product) {
    double fastest = Double.MAX_VALUE;
    for (int i = 0; i < repeats; i++) {
      long start = System.nanoTime();
      product.run();
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return 2.0 * side * side * side / fastest;
  }
}
