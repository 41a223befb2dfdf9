package io.firenet.server.job;

import io.firenet.core.evaluation.Structures;
import io.firenet.model.ModelCard;
import io.firenet.runtime.Prediction;
import io.firenet.server.model.CardJson;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What callers are told of a job. */
final class JobJson {

  private JobJson() {}

  static JsonObject of(Job job) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", job.id())
            .add("image", job.image().id())
            .add("models", Json.createArrayBuilder(job.request().models()))
            .add("ensemble", job.request().ensemble())
            .add("mirror", job.request().mirror())
            .add("state", job.state().toString())
            .add("position", job.position())
            .add("progress", job.progress())
            .add("seconds", job.seconds());
    if (job.state() == JobState.RUNNING && job.progress() > 0) {
      json.add("secondsLeft", job.seconds() * (1 - job.progress()) / job.progress());
    }
    job.fault().ifPresent(fault -> json.add("error", fault));
    Set<String> warnings = new LinkedHashSet<>();
    JsonArrayBuilder results = Json.createArrayBuilder();
    List<JobResult> all = job.results();
    for (int i = 0; i < all.size(); i++) {
      warnings.addAll(all.get(i).applied().warnings());
      String address = "/api/jobs/%s/results/%s".formatted(job.id(), i);
      results.add(of(all.get(i), address, job.comparison(all.get(i))));
    }
    return json.add("warnings", Json.createArrayBuilder(warnings)).add("results", results).build();
  }

  private static JsonObjectBuilder of(
      JobResult result, String address, Optional<ReferenceComparison> comparison) {
    ModelCard card = result.applied().card();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("model", result.model())
            .add("kind", CardJson.kind(card))
            .add("device", result.applied().device());
    if (result.isSegmentation()) {
      json.add("labels", labels(result, card))
          .add("labelsUrl", address + "/labels")
          .add("probabilities", probabilities(card, address));
      comparison.ifPresent(made -> json.add("reference", made.json(address)));
      return json;
    }
    result.applied().prediction().ifPresent(answer -> add(json, card, answer));
    return json;
  }

  /** Labels with what there is of each; of regions, the labels that stand for them. */
  private static JsonArrayBuilder labels(JobResult result, ModelCard card) {
    JsonArrayBuilder labels = Json.createArrayBuilder();
    for (Structures.Painted each : Structures.of(card).painted()) {
      long voxels = each.labels().stream().mapToLong(label -> result.voxels()[label]).sum();
      labels.add(
          CardJson.label(each.paints(), each.name(), result.applied().details())
              .add("voxels", voxels)
              .add("ml", voxels * result.voxelMl()));
    }
    return labels;
  }

  private static JsonArrayBuilder probabilities(ModelCard card, String address) {
    JsonArrayBuilder probabilities = Json.createArrayBuilder();
    List<String> names = Structures.of(card).names();
    int before = names.size() - card.outputNames().size(); // regions have no background's channel
    for (int value = 1; value < names.size(); value++) {
      probabilities.add(
          Json.createObjectBuilder()
              .add("label", names.get(value))
              .add("value", value)
              .add("url", "%s/probabilities/%s.nii.gz".formatted(address, value - before)));
    }
    return probabilities;
  }

  private static void add(JsonObjectBuilder json, ModelCard card, Prediction answer) {
    if (answer instanceof Prediction.Classification found) {
      JsonArrayBuilder classes = Json.createArrayBuilder();
      for (int i = 0; i < found.probabilities().size(); i++) {
        classes.add(
            Json.createObjectBuilder()
                .add("name", card.labels().get(i))
                .add("probability", found.probabilities().get(i)));
      }
      json.add("classes", classes);
    } else if (answer instanceof Prediction.Regression measured) {
      JsonArrayBuilder quantities = Json.createArrayBuilder();
      for (int i = 0; i < measured.values().size(); i++) {
        quantities.add(
            Json.createObjectBuilder()
                .add("name", card.quantities().get(i).quantity().name())
                .add("value", measured.values().get(i))
                .add("unit", card.quantities().get(i).quantity().unit()));
      }
      json.add("quantities", quantities);
    }
  }
}
