package io.firenet.core.engine.memory;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Weights that belong together (the shared trunk, or one dataset's stem and head) with their
 * gradients and the optimiser's state, in the memory of a kernel library.
 */
public abstract class WeightGroup implements AutoCloseable {

  private long updates;
  private boolean frozen;
  private boolean averaged;

  /** All of them, in the order of the network. */
  public abstract Collection<? extends Weight> weights();

  /** The weight of a name, or null. */
  public abstract @Nullable Weight weight(String name);

  /** How often the optimiser has updated this group. */
  public final long updates() {
    return updates;
  }

  public final void setUpdates(long updates) {
    this.updates = updates;
  }

  /** Whether there are running means of the values. */
  public final boolean averaged() {
    return averaged;
  }

  /**
   * Begins running means of the values with the values themselves; does nothing where there are.
   */
  public final void beginAverages() {
    if (!averaged) {
      makeAverages();
      averaged = true;
    }
  }

  /** Begins running means with the values; called once at most. */
  protected abstract void makeAverages();

  /** Exchanges the values and their running means; does nothing where there are none. */
  public final void exchangeAverages() {
    if (averaged) {
      swapAverages();
    }
  }

  /** Exchanges the values and their running means, which there are. */
  protected abstract void swapAverages();

  /** Whether the weights stay as they are. */
  public final boolean frozen() {
    return frozen;
  }

  /** Keeps the weights as they are: no gradients for them, no updates. */
  public final void freeze() {
    frozen = true;
  }

  @Override
  public abstract void close();
}
