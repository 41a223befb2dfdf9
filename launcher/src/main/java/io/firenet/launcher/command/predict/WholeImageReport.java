package io.firenet.launcher.command.predict;

import io.firenet.dataset.Quantity;
import io.firenet.file.ForeignText;
import io.firenet.model.ModelCard;
import io.firenet.runtime.Prediction;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a model says of an image as a whole, for people and for programs. */
final class WholeImageReport {

  private final ModelCard card;
  private final Prediction prediction;

  WholeImageReport(ModelCard card, Prediction prediction) {
    this.card = card;
    this.prediction = prediction;
  }

  /** One line: the class with all probabilities, or the values with their units. */
  String text() {
    return ForeignText.line(words());
  }

  private String words() {
    if (prediction instanceof Prediction.Classification found) {
      List<Double> p = found.probabilities();
      return card.labels().get(found.label())
          + IntStream.range(0, p.size())
              .mapToObj(c -> String.format(Locale.ROOT, "%s %.3f", card.labels().get(c), p.get(c)))
              .collect(Collectors.joining(", ", " (", ")"));
    }
    List<Double> values = ((Prediction.Regression) prediction).values();
    return IntStream.range(0, values.size())
        .mapToObj(
            i -> {
              Quantity quantity = card.quantities().get(i).quantity();
              return String.format(
                      Locale.ROOT, "%s %.4g %s", quantity.name(), values.get(i), quantity.unit())
                  .strip();
            })
        .collect(Collectors.joining(", "));
  }

  /**
   * The same as JSON.
   *
   * @param image what it is said of
   * @param warnings what to know before trusting it
   */
  JsonObject json(String image, List<String> warnings) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("image", image)
            .add("warnings", Json.createArrayBuilder(warnings));
    if (prediction instanceof Prediction.Classification found) {
      JsonObjectBuilder probabilities = Json.createObjectBuilder();
      for (int c = 0; c < card.labels().size(); c++) {
        probabilities.add(card.labels().get(c), found.probabilities().get(c));
      }
      return json.add("label", card.labels().get(found.label()))
          .add("probabilities", probabilities)
          .build();
    }
    List<Double> values = ((Prediction.Regression) prediction).values();
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (int i = 0; i < values.size(); i++) {
      Quantity quantity = card.quantities().get(i).quantity();
      array.add(
          Json.createObjectBuilder()
              .add("name", quantity.name())
              .add("unit", quantity.unit())
              .add("value", values.get(i)));
    }
    return json.add("values", array).build();
  }
}
