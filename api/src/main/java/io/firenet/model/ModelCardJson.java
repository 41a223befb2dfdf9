package io.firenet.model;

import io.firenet.dataset.LabelCodesJson;
import io.firenet.dataset.Quantity;
import io.firenet.dataset.RegionsJson;
import io.firenet.file.ForeignJson;
import io.firenet.file.ForeignText;
import io.firenet.preprocess.PreprocessingPlan;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The text form of a {@link ModelCard}: a JSON object with the card's fields under their own names.
 * Equal cards give equal texts.
 */
public final class ModelCardJson {

  /** Longest text that is read; a card has a few thousand characters. */
  private static final int MAX_CHARACTERS = 1 << 20;

  private ModelCardJson() {}

  /**
   * {@return the card as JSON} JSON has no NaN: a metric that is not a finite number is left out.
   *
   * @param card any card
   */
  public static String toJson(ModelCard card) {
    return write(card).toString();
  }

  /**
   * {@return the same as an object}
   *
   * @param card any card
   */
  public static JsonObject write(ModelCard card) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("formatVersion", card.formatVersion())
            .add("network", card.network())
            .add("parameters", card.parameters())
            .add("dataset", card.dataset())
            .add("title", card.title())
            .add("objective", card.objective())
            .add("channels", array(card.channels()))
            .add("labels", array(card.labels()))
            .add("quantities", quantities(card.quantities()))
            .add("preprocessing", preprocessing(card.preprocessing()))
            .add("licence", card.licence())
            .add("citation", card.citation())
            .add("provenance", provenance(card.provenance()))
            .add("precision", card.precision());
    card.graphSha256().ifPresent(digest -> json.add("graphSha256", digest));
    card.activationBytesPerVoxel().ifPresent(bytes -> json.add("activationBytesPerVoxel", bytes));
    if (!card.codes().isEmpty()) {
      json.add(LabelCodesJson.KEY, LabelCodesJson.write(card.codes()));
    }
    if (!card.regions().isEmpty()) {
      json.add(RegionsJson.KEY, RegionsJson.write(card.regions(), card.labels()));
    }
    return json.build();
  }

  /**
   * Reads a card. Fields it does not know are passed over.
   *
   * @param json what {@link #toJson} made, of this version or an older one
   * @return the card
   * @throws ModelException if the text is no JSON object, a field is missing, of another type or
   *     out of its range, or the card's format is newer than {@link ModelCard#FORMAT_VERSION}
   */
  public static ModelCard fromJson(String json) throws ModelException {
    JsonObject object = parse(json);
    JsonFields fields = new JsonFields("model card", object);
    int version = fields.integer("formatVersion");
    if (version < 1 || version > ModelCard.FORMAT_VERSION) {
      throw new ModelException(
          "model card has format version %s, this software reads 1 to %s; use a newer release"
              .formatted(version, ModelCard.FORMAT_VERSION));
    }
    JsonFields origin = fields.object("provenance");
    try {
      return ModelCard.builder(fields.text("network"), fields.text("dataset"))
          .formatVersion(version)
          .parameters(fields.whole("parameters"))
          .title(fields.text("title"))
          .objective(fields.text("objective"))
          .channels(fields.texts("channels"))
          .labels(fields.texts("labels"))
          .quantities(quantities(fields))
          .preprocessing(preprocessing(fields.object("preprocessing")))
          .licence(fields.text("licence"))
          .citation(fields.text("citation"))
          .provenance(
              Provenance.builder(origin.text("software"))
                  .trainedOn(origin.object("trainedOn").integers())
                  .epochs(origin.integer("epochs"))
                  .seed(origin.whole("seed"))
                  .validationShare(origin.number("validationShare"))
                  .finishedAt(origin.text("finishedAt"))
                  .metrics(origin.object("metrics").numbers())
                  .fold(origin.textIfAny("fold"))
                  .from(origin.textIfAny("from"))
                  .validationCases(origin.integerIfAny("validationCases"))
                  .scores(scores(origin))
                  .stratifiedBy(origin.textIfAny("stratifiedBy"))
                  .build())
          .activationBytesPerVoxel(fields.integerIfAny("activationBytesPerVoxel"))
          .precision(fields.textIfAny("precision").orElse(ModelCard.SINGLE_PRECISION))
          .graphSha256(fields.textIfAny("graphSha256"))
          .codes(LabelCodesJson.read(object))
          .regions(RegionsJson.read(object, fields.texts("labels")))
          .build();
    } catch (IllegalArgumentException e) {
      throw new ModelException("model card: " + e.getMessage(), e);
    }
  }

  private static JsonObjectBuilder preprocessing(PreprocessingPlan plan) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("spacingMm", plan.spacingMm())
            .add("maxSide", plan.maxSide());
    plan.intensity()
        .ifPresent(rules -> json.add(IntensityRuleJson.KEY, IntensityRuleJson.write(rules)));
    return json;
  }

  private static PreprocessingPlan preprocessing(JsonFields plan) throws ModelException {
    JsonValue rules = plan.json().get(IntensityRuleJson.KEY);
    return new PreprocessingPlan(
        plan.number("spacingMm"),
        plan.integer("maxSide"),
        rules == null ? Optional.empty() : Optional.of(IntensityRuleJson.read(rules)));
  }

  /** Cards had none at first. */
  private static List<ValidationScore> scores(JsonFields origin) throws ModelException {
    List<ValidationScore> scores = new ArrayList<>();
    for (JsonFields each : origin.objectsIfAny("scores")) {
      scores.add(
          new ValidationScore(
              each.text("output"),
              each.text("metric"),
              each.number("value"),
              each.integer("cases")));
    }
    return scores;
  }

  /** Cards of segmentations had none at first. */
  private static List<QuantityScale> quantities(JsonFields fields) throws ModelException {
    List<QuantityScale> quantities = new ArrayList<>();
    for (JsonFields each : fields.objectsIfAny("quantities")) {
      quantities.add(
          new QuantityScale(
              new Quantity(each.text("name"), each.text("unit")),
              each.number("mean"),
              each.number("sd")));
    }
    return quantities;
  }

  private static JsonArrayBuilder quantities(List<QuantityScale> quantities) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (QuantityScale each : quantities) {
      array.add(
          Json.createObjectBuilder()
              .add("name", each.quantity().name())
              .add("unit", each.quantity().unit())
              .add("mean", each.mean())
              .add("sd", each.sd()));
    }
    return array;
  }

  private static JsonObject parse(String json) throws ModelException {
    if (json.length() > MAX_CHARACTERS) {
      throw new ModelException(
          "model card has %s characters, at most %s are read"
              .formatted(json.length(), MAX_CHARACTERS));
    }
    try {
      return ForeignJson.parse(json).asJsonObject();
    } catch (JsonException | ClassCastException e) {
      throw new ModelException(
          "model card is not a JSON object: "
              + ForeignText.line(String.valueOf(e.getMessage()), 200),
          e);
    }
  }

  private static JsonObjectBuilder provenance(Provenance provenance) {
    JsonObjectBuilder trainedOn = Json.createObjectBuilder();
    new TreeMap<>(provenance.trainedOn()).forEach(trainedOn::add);
    JsonObjectBuilder metrics = Json.createObjectBuilder();
    new TreeMap<>(provenance.metrics())
        .forEach(
            (name, value) -> {
              if (Double.isFinite(value)) {
                metrics.add(name, value);
              }
            });
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("software", provenance.software())
            .add("trainedOn", trainedOn)
            .add("epochs", provenance.epochs())
            .add("seed", provenance.seed())
            .add("validationShare", provenance.validationShare())
            .add("finishedAt", provenance.finishedAt())
            .add("metrics", metrics);
    provenance.fold().ifPresent(fold -> json.add("fold", fold));
    provenance.stratifiedBy().ifPresent(by -> json.add("stratifiedBy", by));
    provenance.from().ifPresent(run -> json.add("from", run));
    provenance.validationCases().ifPresent(cases -> json.add("validationCases", cases));
    if (!provenance.scores().isEmpty()) {
      JsonArrayBuilder scores = Json.createArrayBuilder();
      for (ValidationScore each : provenance.scores()) {
        scores.add(
            Json.createObjectBuilder()
                .add("output", each.output())
                .add("metric", each.metric())
                .add("value", each.value())
                .add("cases", each.cases()));
      }
      json.add("scores", scores);
    }
    return json;
  }

  private static JsonArrayBuilder array(List<String> texts) {
    return Json.createArrayBuilder(texts);
  }
}
