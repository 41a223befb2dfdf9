package io.firenet.core.training.run;

import io.firenet.core.engine.step.Checkpointing;
import java.util.List;

/** How a run decides what its training steps keep in memory, see {@link Checkpointing}. */
public enum CheckpointingPolicy {
  /** For each dataset the fastest way that fits into the machine's memory. */
  AUTO(Checkpointing.OFF, Checkpointing.CHEAP, Checkpointing.FULL),
  /** Everything is kept. */
  OFF(Checkpointing.OFF),
  /** The least possible is kept. */
  ON(Checkpointing.FULL);

  private final List<Checkpointing> choices;

  CheckpointingPolicy(Checkpointing... choices) {
    this.choices = List.of(choices);
  }

  /**
   * What may be chosen, the fastest first.
   *
   * @return at least one way
   */
  public List<Checkpointing> choices() {
    return choices;
  }
}
