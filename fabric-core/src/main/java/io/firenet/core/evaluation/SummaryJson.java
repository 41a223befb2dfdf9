package io.firenet.core.evaluation;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An evaluation in the shape of nnU-Net's {@code summary.json}. */
final class SummaryJson {

  private SummaryJson() {}

  static JsonObject of(EvaluationSummary summary) {
    JsonObjectBuilder labels = Json.createObjectBuilder();
    summary.means().forEach((label, mean) -> labels.add(summary.key(label), means(mean)));
    JsonArrayBuilder cases = Json.createArrayBuilder();
    for (CaseMetrics one : summary.cases()) {
      cases.add(perCase(summary, one));
    }
    return Json.createObjectBuilder()
        .add("foreground_mean", means(summary.foregroundMean()))
        .add("mean", labels)
        .add("metric_per_case", cases)
        .build();
  }

  private static JsonObjectBuilder perCase(EvaluationSummary summary, CaseMetrics one) {
    JsonObjectBuilder labels = Json.createObjectBuilder();
    one.metrics().forEach((label, metrics) -> labels.add(summary.key(label), exact(metrics)));
    return Json.createObjectBuilder()
        .add("case", one.caseId())
        .add("metrics", labels)
        .add("prediction_file", path(one.predictionFile()))
        .add("reference_file", path(one.referenceFile()));
  }

  private static JsonObjectBuilder exact(LabelMetrics metrics) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    for (Metric metric : Metric.values()) {
      double value = metric.of(metrics);
      json.add(metric.key(), metric.isCount() ? Json.createValue((long) value) : number(value));
    }
    return json;
  }

  private static JsonObjectBuilder means(Map<Metric, Double> means) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    means.forEach((metric, value) -> json.add(metric.key(), number(value)));
    return json;
  }

  static JsonValue number(double value) {
    return Double.isFinite(value) ? Json.createValue(value) : JsonValue.NULL;
  }

  private static JsonValue path(@Nullable Path file) {
    return file == null ? JsonValue.NULL : Json.createValue(file.toString());
  }
}
