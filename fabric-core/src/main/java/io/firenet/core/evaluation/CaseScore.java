package io.firenet.core.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well a network does on one case.
 *
 * @param caseId the case
 * @param value the mean Dice of its structures, or the probability that was given to its class; NaN
 *     if it is undefined, as for values
 * @param outputs Dice by structure, probability by class, or absolute error by quantity; NaN where
 *     it is undefined
 */
public record CaseScore(String caseId, double value, Map<String, Double> outputs) {

  public CaseScore {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }
}
