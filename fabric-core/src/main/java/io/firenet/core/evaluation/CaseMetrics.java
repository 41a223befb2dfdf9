package io.firenet.core.evaluation;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one case.
 *
 * @param caseId the case
 * @param metrics by label value, without the background
 * @param predictionFile the predicted label map, null if it was never written
 * @param referenceFile the reference label map, null if it has no file
 */
public record CaseMetrics(
    String caseId,
    Map<Integer, LabelMetrics> metrics,
    @Nullable Path predictionFile,
    @Nullable Path referenceFile) {

  public CaseMetrics {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }
}
