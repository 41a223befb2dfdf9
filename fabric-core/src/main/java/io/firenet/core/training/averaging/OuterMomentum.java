package io.firenet.core.training.averaging;

import java.util.Map;
import java.util.TreeMap;

/** The momentum of the outer update, by weight group: what is kept of earlier rounds' changes. */
final class OuterMomentum {

  private final Map<String, float[]> groups = new TreeMap<>();

  /** A group's, zero to begin with; the array itself. */
  float[] of(String group, int length) {
    return groups.computeIfAbsent(group, name -> new float[length]);
  }
}
