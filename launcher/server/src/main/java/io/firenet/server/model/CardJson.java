package io.firenet.server.model;

import io.firenet.core.evaluation.Structures;
import io.firenet.format.Segment;
import io.firenet.format.SegmentationDetails;
import io.firenet.model.ModelCard;
import io.firenet.model.QuantityScale;
import io.firenet.model.ValidationScore;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What a page shows of a model. */
public final class CardJson {

  private CardJson() {}

  static JsonObjectBuilder of(ServedModel model, boolean loaded) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("name", model.name());
    if (model.card().isEmpty()) {
      return json.add("state", "damaged").add("error", model.fault().orElse(""));
    }
    ModelCard card = model.card().get();
    return json.add("kind", kind(card))
        .add("state", loaded ? "loaded" : "ready")
        .add("card", card(card));
  }

  /**
   * What a model gives: {@code segmentation}, also where it paints regions that overlap, {@code
   * classification} or {@code regression}.
   */
  public static String kind(ModelCard card) {
    return card.regions().isEmpty() ? card.objective() : "segmentation";
  }

  private static JsonObjectBuilder card(ModelCard card) {
    JsonObjectBuilder trainedOn = Json.createObjectBuilder();
    new TreeMap<>(card.provenance().trainedOn()).forEach(trainedOn::add);
    JsonArrayBuilder dice = Json.createArrayBuilder();
    for (ValidationScore score : card.provenance().scores()) {
      dice.add(
          Json.createObjectBuilder()
              .add("label", score.output())
              .add("metric", score.metric())
              .add("dice", score.value())
              .add("n", score.cases()));
    }
    JsonArrayBuilder quantities = Json.createArrayBuilder();
    for (QuantityScale each : card.quantities()) {
      quantities.add(
          Json.createObjectBuilder()
              .add("name", each.quantity().name())
              .add("unit", each.quantity().unit()));
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("title", card.title())
            .add("dataset", card.dataset())
            .add("network", card.network())
            .add("precision", card.precision())
            .add("parameters", card.parameters())
            .add("labels", labels(card))
            .add("channels", Json.createArrayBuilder(card.channels()))
            .add("trainedOn", trainedOn)
            .add(
                "cases",
                card.provenance().trainedOn().values().stream().mapToInt(Integer::intValue).sum())
            .add("dice", dice)
            .add("units", quantities)
            .add("spacingMm", card.preprocessing().spacingMm())
            .add("licence", card.licence())
            .add("citation", card.citation())
            .add("epochs", card.provenance().epochs())
            .add("trainedAt", card.provenance().finishedAt())
            .add("version", card.provenance().software());
    card.provenance().validationCases().ifPresent(n -> json.add("validationCases", n));
    return json;
  }

  /** The labels of a card with their values and colours, background included. */
  public static JsonArrayBuilder labels(ModelCard card) {
    List<String> names = Structures.of(card).pictureNames();
    SegmentationDetails details = SegmentationDetails.ofNames(names);
    JsonArrayBuilder labels = Json.createArrayBuilder();
    for (int value = 0; value < names.size(); value++) {
      labels.add(label(value, names.get(value), details));
    }
    return labels;
  }

  /** A label with its value and colour; the background has none. */
  public static JsonObjectBuilder label(int value, String name, SegmentationDetails details) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("value", value).add("name", name);
    if (value > 0) {
      Segment segment = details.segment(value);
      json.add("color", String.format(Locale.ROOT, "#%06x", segment.rgb()));
    }
    return json;
  }
}
