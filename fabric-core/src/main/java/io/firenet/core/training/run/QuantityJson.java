package io.firenet.core.training.run;

import io.firenet.dataset.Quantity;
import io.firenet.model.QuantityScale;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;

/** The scales of a dataset's quantities in a run's {@code run.json}. */
final class QuantityJson {

  private QuantityJson() {}

  static JsonArray write(List<QuantityScale> scales) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (QuantityScale scale : scales) {
      array.add(
          Json.createObjectBuilder()
              .add("name", scale.quantity().name())
              .add("unit", scale.quantity().unit())
              .add("mean", scale.mean())
              .add("sd", scale.sd()));
    }
    return array.build();
  }

  static List<QuantityScale> read(JsonArray array) {
    return array.getValuesAs(JsonObject.class).stream().map(QuantityJson::scale).toList();
  }

  private static QuantityScale scale(JsonObject json) {
    return new QuantityScale(
        new Quantity(json.getString("name"), json.getString("unit")),
        json.getJsonNumber("mean").doubleValue(),
        json.getJsonNumber("sd").doubleValue());
  }
}
