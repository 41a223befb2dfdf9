package io.firenet.core.training.averaging;

import java.util.Map;
import java.util.TreeMap;

/**
 * The momentum of the outer update, by weight group: what is kept of earlier rounds' changes. It is
 * in checkpoints beside the weights.
 */
final class OuterMomentum {

  private final Map<String, float[]> groups = new TreeMap<>();

  /** Goes on with what a checkpoint has. */
  void resume(Map<String, float[]> kept) {
    groups.putAll(kept);
  }

  /** A group's, zero to begin with; the array itself. */
  float[] of(String group, int length) {
    return groups.computeIfAbsent(group, name -> new float[length]);
  }

  /** All groups' so far, the arrays themselves. */
  Map<String, float[]> all() {
    return Map.copyOf(groups);
  }
}
