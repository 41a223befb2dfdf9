package io.firenet.core.engine.kernel;

import io.firenet.core.engine.memory.Tensor;
import java.util.List;

/**
 * What computes independent nodes of a step at the same time.
 *
 * @param kernels each computes with one thread, in the memory of the library that they are of; one
 *     of them is for one thread at a time
 * @param times what work takes in a lane, and what it takes without them
 * @param <T> the library's tensors
 */
public record Lanes<T extends Tensor>(List<? extends Kernels<T>> kernels, WorkTime times) {

  public Lanes {
    kernels = List.copyOf(kernels);
  }
}
