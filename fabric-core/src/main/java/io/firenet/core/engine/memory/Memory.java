package io.firenet.core.engine.memory;

import io.firenet.volume.GridSize;

/**
 * The memory of a training step, on the library's device. What one step takes is taken back by
 * {@link #reset} for the next.
 *
 * @param <T> the library's tensors
 */
public interface Memory<T extends Tensor> extends AutoCloseable {

  /** A tensor of unknown content. */
  T tensor(ElementType type, int channels, GridSize size);

  /** A tensor of another one's type and shape, of unknown content. */
  default T like(T other) {
    return tensor(other.type(), other.channels(), other.size());
  }

  /** Gives memory back before the step's end; what is not of this memory is left alone. */
  void release(T tensor);

  /**
   * Takes all memory back. Tensors handed out before must not be used any more.
   *
   * @param bytes what the next step will take, as far as is known
   */
  void reset(long bytes);

  /** The most bytes that a step has held since this was made. */
  long peakBytes();

  @Override
  void close();
}
