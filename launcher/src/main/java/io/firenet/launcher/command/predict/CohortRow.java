package io.firenet.launcher.command.predict;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of an image of a cohort.
 *
 * @param image its name
 * @param state how it ended
 * @param seconds it took, on the worker that did it; {@link #UNKNOWN} of labels that were there
 * @param output where its labels are, or its class; empty if neither
 * @param values the volume of each label in ml, the probability of each class, or each quantity
 * @param error why it failed, else empty
 * @param warnings what to know before trusting it
 * @param worker that did it, in the cluster's words
 */
record CohortRow(
    String image,
    State state,
    double seconds,
    String output,
    Map<String, Double> values,
    String error,
    List<String> warnings,
    String worker)
    implements Serializable {

  static final double UNKNOWN = Double.NaN;

  /** How an image ended. */
  enum State {
    DONE,
    /** Its labels were there. */
    KEPT,
    FAILED
  }

  CohortRow {
    values = new LinkedHashMap<>(values);
    warnings = List.copyOf(warnings);
  }

  static CohortRow failed(String image, double seconds, String error) {
    return new CohortRow(image, State.FAILED, seconds, "", Map.of(), error, List.of(), "");
  }

  /** The same, done by a worker. */
  CohortRow by(String name) {
    return new CohortRow(image, state, seconds, output, values, error, warnings, name);
  }
}
