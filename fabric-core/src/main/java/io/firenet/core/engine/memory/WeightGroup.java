package io.firenet.core.engine.memory;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Weights that belong together (the shared trunk, or one dataset's stem and head) with their
 * gradients and the optimiser's state, in the memory of a kernel library.
 */
public interface WeightGroup extends AutoCloseable {

  /** All of them, in the order of the network. */
  Collection<? extends Weight> weights();

  /** The weight of a name, or null. */
  @Nullable Weight weight(String name);

  /** How often the optimiser has updated this group. */
  long updates();

  void setUpdates(long updates);

  /** Whether there are running means of the values. */
  boolean averaged();

  /**
   * Begins running means of the values with the values themselves; does nothing where there are.
   */
  void beginAverages();

  /** Exchanges the values and their running means; does nothing where there are none. */
  void exchangeAverages();

  /** Whether the weights stay as they are. */
  boolean frozen();

  /** Keeps the weights as they are: no gradients for them, no updates. */
  void freeze();

  @Override
  void close();
}
