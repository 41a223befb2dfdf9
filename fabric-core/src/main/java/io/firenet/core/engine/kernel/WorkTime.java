package io.firenet.core.engine.kernel;

import io.firenet.core.engine.memory.ElementType;

/** What a library expects its work to take, in microseconds. */
public interface WorkTime {

  /**
   * With one thread.
   *
   * @param type of activations
   * @param flop operations of products, 2 for each multiply-add
   * @param bytes read and written
   */
  double alone(ElementType type, double flop, double bytes);

  /**
   * With all threads.
   *
   * @param alone what it takes one
   */
  double together(double alone);

  /** To hand work to other threads, and to wait for the last of them. */
  double handingOver();
}
