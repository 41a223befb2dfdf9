package io.firenet.core.data;

import io.firenet.volume.ImageGeometry;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a dataset's images and labels are like, over all cases that can be read.
 *
 * @param channels names of the channels
 * @param labels names of the labels, background first; empty where voxels have none
 * @param cases what each case is like
 */
public record DatasetFigures(List<String> channels, List<String> labels, List<CaseFigures> cases) {

  public DatasetFigures {
    channels = List.copyOf(channels);
    labels = List.copyOf(labels);
    cases = List.copyOf(cases);
  }

  /**
   * Voxels along {@code width}, {@code height} and {@code depth}.
   *
   * @return by axis, a number for each case
   */
  public Map<String, List<Double>> sizes() {
    return axes(g -> g.size().width(), g -> g.size().height(), g -> g.size().depth());
  }

  /**
   * Millimetres from voxel to voxel along the same.
   *
   * @return by axis, a number for each case
   */
  public Map<String, List<Double>> spacings() {
    return axes(g -> g.spacingMm()[2], g -> g.spacingMm()[1], g -> g.spacingMm()[0]);
  }

  private Map<String, List<Double>> axes(
      ToDoubleFunction<ImageGeometry> width,
      ToDoubleFunction<ImageGeometry> height,
      ToDoubleFunction<ImageGeometry> depth) {
    Map<String, List<Double>> axes = new LinkedHashMap<>();
    axes.put("width", figures(width));
    axes.put("height", figures(height));
    axes.put("depth", figures(depth));
    return axes;
  }

  private List<Double> figures(ToDoubleFunction<ImageGeometry> figure) {
    return cases.stream().map(one -> figure.applyAsDouble(one.grid())).toList();
  }

  /**
   * The values of a channel, case by case.
   *
   * @param channel from 0
   * @return without cases that have fewer channels
   */
  public List<ChannelIntensities> intensities(int channel) {
    return cases.stream()
        .filter(one -> channel < one.channels().size())
        .map(one -> one.channels().get(channel))
        .toList();
  }

  /**
   * Voxels of a label in the cases that have it.
   *
   * @param label from 0
   * @return a count for each such case
   */
  public List<Double> voxels(int label) {
    return withLabel(label).map(one -> (double) count(one, label)).toList();
  }

  /**
   * Millilitres of a label in the cases that have it.
   *
   * @param label from 0
   * @return a volume for each such case
   */
  public List<Double> millilitres(int label) {
    return withLabel(label).map(one -> count(one, label) * one.voxelMl()).toList();
  }

  private Stream<CaseFigures> withLabel(int label) {
    return cases.stream().filter(one -> one.labels().isPresent() && count(one, label) > 0);
  }

  private static long count(CaseFigures one, int label) {
    return one.labels().map(labels -> labels.voxels().get(label)).orElse(0L);
  }

  /**
   * The cases with a label map in which a label does not occur.
   *
   * @param label from 0
   * @return ids of cases
   */
  public List<String> without(int label) {
    return cases.stream()
        .filter(one -> one.labels().isPresent() && count(one, label) == 0)
        .map(CaseFigures::caseId)
        .toList();
  }

  /**
   * As JSON.
   *
   * @return figures of all cases together, and of each
   */
  public JsonObject toJson() {
    JsonObjectBuilder json = Json.createObjectBuilder().add("cases", cases.size());
    if (cases.isEmpty()) {
      return json.build();
    }
    json.add("size_voxels", spreads(sizes())).add("spacing_mm", spreads(spacings()));
    JsonArrayBuilder values = Json.createArrayBuilder();
    for (int c = 0; c < channels.size(); c++) {
      List<ChannelIntensities> all = intensities(c);
      if (!all.isEmpty()) {
        values.add(
            Json.createObjectBuilder()
                .add("name", channels.get(c))
                .add(
                    "mean", Spread.of(all.stream().map(ChannelIntensities::mean).toList()).toJson())
                .add("sd", Spread.of(all.stream().map(ChannelIntensities::sd).toList()).toJson())
                .add(
                    "least",
                    Spread.of(all.stream().map(ChannelIntensities::least).toList()).toJson())
                .add(
                    "most",
                    Spread.of(all.stream().map(ChannelIntensities::most).toList()).toJson()));
      }
    }
    json.add("channels", values);
    JsonArrayBuilder structures = Json.createArrayBuilder();
    for (int label = 1; label < labels.size(); label++) {
      JsonObjectBuilder one =
          Json.createObjectBuilder()
              .add("label", label)
              .add("name", labels.get(label))
              .add("cases", voxels(label).size())
              .add("cases_without", Json.createArrayBuilder(without(label)));
      if (!voxels(label).isEmpty()) {
        one.add("voxels", Spread.of(voxels(label)).toJson());
        one.add("ml", Spread.of(millilitres(label)).toJson());
      }
      structures.add(one);
    }
    json.add("labels", structures);
    JsonArrayBuilder each = Json.createArrayBuilder();
    cases.forEach(one -> each.add(json(one)));
    return json.add("per_case", each).build();
  }

  private static JsonObjectBuilder spreads(Map<String, List<Double>> figures) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    figures.forEach((name, values) -> json.add(name, Spread.of(values).toJson()));
    return json;
  }

  private static JsonObjectBuilder json(CaseFigures one) {
    double[] mm = one.grid().spacingMm();
    var size = one.grid().size();
    JsonArrayBuilder values = Json.createArrayBuilder();
    one.channels().forEach(channel -> values.add(channel.toJson()));
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("case", one.caseId())
            .add(
                "size_voxels",
                Json.createArrayBuilder().add(size.width()).add(size.height()).add(size.depth()))
            .add("spacing_mm", Json.createArrayBuilder().add(mm[2]).add(mm[1]).add(mm[0]))
            .add("channels", values);
    one.labels().ifPresent(labels -> json.add("voxels", Json.createArrayBuilder(labels.voxels())));
    return json;
  }
}
