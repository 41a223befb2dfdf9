package io.firenet.server.kserve;

import io.firenet.model.ModelCard;
import io.firenet.runtime.Prediction;
import io.firenet.server.model.CardJson;
import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The one output of an inference: {@code labels}, {@code [D,H,W]}, INT16; {@code probabilities} of
 * the classes, or {@code values}, {@code [K]}, FP32.
 *
 * @param json the answer
 * @param binary what follows after it; empty if the JSON holds the data
 */
record TensorReply(JsonObject json, byte[] binary) {

  /** What a model gives, with its shape as far as it is known beforehand. */
  static JsonObjectBuilder describe(ModelCard card) {
    return switch (CardJson.kind(card)) {
      case "segmentation" -> tensor("labels", "INT16", -1, -1, -1);
      case "classification" -> tensor("probabilities", "FP32", card.labels().size());
      default -> tensor("values", "FP32", card.quantities().size());
    };
  }

  static JsonObjectBuilder tensor(String name, String datatype, long... shape) {
    JsonArrayBuilder sides = Json.createArrayBuilder();
    for (long side : shape) {
      sides.add(side);
    }
    return Json.createObjectBuilder()
        .add("name", name)
        .add("datatype", datatype)
        .add("shape", sides);
  }

  static TensorReply of(String model, String id, Prediction prediction, boolean asBinary) {
    JsonObjectBuilder output;
    byte[] bytes = {};
    JsonArrayBuilder data = Json.createArrayBuilder();
    if (prediction instanceof Prediction.Segmentation segmentation) {
      LabelMap labels = segmentation.labels();
      GridSize size = labels.size();
      output = tensor("labels", "INT16", size.depth(), size.height(), size.width());
      if (asBinary) {
        ByteBuffer buffer =
            ByteBuffer.allocate(labels.data().length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asShortBuffer().put(labels.data());
        bytes = buffer.array();
      } else {
        for (short label : labels.data()) {
          data.add(label);
        }
      }
    } else {
      boolean classes = prediction instanceof Prediction.Classification;
      List<Double> values =
          prediction instanceof Prediction.Classification found
              ? found.probabilities()
              : ((Prediction.Regression) prediction).values();
      output = tensor(classes ? "probabilities" : "values", "FP32", values.size());
      if (asBinary) {
        ByteBuffer buffer =
            ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(value -> buffer.putFloat(value.floatValue()));
        bytes = buffer.array();
      } else {
        values.forEach(data::add);
      }
    }
    if (asBinary) {
      output.add("parameters", Json.createObjectBuilder().add("binary_data_size", bytes.length));
    } else {
      output.add("data", data);
    }
    JsonObject json =
        Json.createObjectBuilder()
            .add("model_name", model)
            .add("id", id)
            .add("outputs", Json.createArrayBuilder().add(output))
            .build();
    return new TensorReply(json, bytes);
  }
}
