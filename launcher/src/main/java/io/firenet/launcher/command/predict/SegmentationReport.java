package io.firenet.launcher.command.predict;

import io.firenet.core.evaluation.Structures;
import io.firenet.file.ForeignText;
import io.firenet.model.ModelCard;
import io.firenet.volume.LabelMap;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How large each structure of a label map is, for people and for programs. */
final class SegmentationReport {

  private static final MathContext DIGITS = new MathContext(4);

  private final Map<String, Double> millilitres = new LinkedHashMap<>();

  SegmentationReport(ModelCard card, LabelMap labels) {
    Structures structures = Structures.of(card);
    double voxelMm3 = Arrays.stream(labels.geometry().spacingMm()).reduce(1, (a, b) -> a * b);
    structures
        .voxels(labels)
        .forEach(
            (number, voxels) ->
                millilitres.put(structures.names().get(number), voxels * voxelMm3 / 1000));
  }

  /** Such as {@code liver 1432 ml, spleen 210.5 ml}; what is not there is left out. */
  String text() {
    String found =
        millilitres.entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(each -> each.getKey() + " " + rounded(each.getValue()) + " ml")
            .collect(Collectors.joining(", "));
    return ForeignText.line(found.isEmpty() ? "nothing found" : found);
  }

  private static String rounded(double value) {
    return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /** Every structure's volume in ml, by name. */
  Map<String, Double> millilitres() {
    return Map.copyOf(millilitres);
  }

  /** Every structure's millilitres. */
  JsonObjectBuilder json() {
    JsonObjectBuilder json = Json.createObjectBuilder();
    millilitres.forEach(json::add);
    return json;
  }
}
