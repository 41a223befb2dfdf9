package io.firenet.core.training.averaging;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every worker begins a round with. With the optimiser's moments in it a round depends on
 * nothing that a worker remembers: another one does it again with the same result, and a run goes
 * on from a checkpoint as if it had not been stopped.
 *
 * @param groups the trunk's and each dataset's weights
 */
public record SharedWeights(Map<String, Group> groups) implements Serializable {

  public SharedWeights {
    groups = new LinkedHashMap<>(groups);
  }

  /**
   * A weight group.
   *
   * @param updates so far
   * @param values float32, little-endian, in ONNX order
   * @param first Adam's first moment, in {@code format}; empty where gradients are averaged
   * @param second its second moment likewise
   * @param format of the moments
   */
  record Group(long updates, byte[] values, byte[] first, byte[] second, ValueFormat format)
      implements Serializable {

    long bytes() {
      return (long) values.length + first.length + second.length;
    }
  }

  /**
   * What travels to each worker.
   *
   * @return bytes
   */
  public long bytes() {
    return groups.values().stream().mapToLong(Group::bytes).sum();
  }
}
