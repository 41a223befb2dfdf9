package io.firenet.core.training.run;

import io.firenet.architecture.Fingerprint;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.DescriptorJson;
import io.firenet.folder.DeclaredDataset;
import io.firenet.model.IntensityRuleJson;
import io.firenet.model.QuantityScale;
import io.firenet.preprocess.IntensityRule;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.GridSize;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run is, written when it starts.
 *
 * @param software name and version of what trains
 * @param config its settings
 * @param datasets what it trains on
 * @param origin the run whose weights it began with, if any
 * @param givenSplits names of the datasets whose split is not the one that the settings draw
 */
public record RunInfo(
    String software,
    TrainingConfig config,
    List<Trained> datasets,
    Optional<Origin> origin,
    List<String> givenSplits) {

  public RunInfo {
    datasets = List.copyOf(datasets);
    givenSplits = List.copyOf(givenSplits);
  }

  /**
   * A dataset of the run.
   *
   * @param descriptor what it was when it was opened; options may have given it its labels
   * @param quantities its quantities with the scale of the training cases
   * @param source where it is read from
   * @param cases number of its cases
   * @param fingerprint what its training cases are like; runs from before there were several
   *     networks have none and need none
   * @param declaration what declares it, if no code does; whoever opens it anew needs no plugin
   * @param intensity the rule of each of its channels, measured on the training cases; empty where
   *     all are standardised, as in runs from before there were others
   */
  public record Trained(
      DatasetDescriptor descriptor,
      List<QuantityScale> quantities,
      DatasetSource source,
      int cases,
      Optional<Fingerprint> fingerprint,
      Optional<DeclaredDataset> declaration,
      List<IntensityRule> intensity) {

    public Trained {
      quantities = List.copyOf(quantities);
      intensity = List.copyOf(intensity);
    }

    /**
     * A run's preprocessing with this dataset's rules.
     *
     * @param run spacing and largest side
     * @return {@code run} itself if every channel is standardised
     */
    public PreprocessingPlan plan(PreprocessingPlan run) {
      return intensity.isEmpty() ? run : run.withIntensity(intensity);
    }

    /**
     * The dataset's name.
     *
     * @return unique in the run
     */
    public String name() {
      return descriptor.name();
    }

    /**
     * Where it is read from: as somebody names it now, and as it was in what they leave open.
     *
     * @param named folder and options, each of which may be left open
     * @return folder and options, as far as either says them
     */
    public DatasetSource source(DatasetSource named) {
      DatasetSource as =
          new DatasetSource(
              named.folder().or(source::folder),
              named.options().isEmpty() ? source.options() : named.options());
      String head = source.options().get(DatasetSource.DECODER);
      return head == null ? as : as.with(DatasetSource.DECODER, head);
    }
  }

  /**
   * A dataset of the run.
   *
   * @param name its name in the run
   * @return the dataset as it was when the run began
   * @throws IllegalArgumentException if the run has not trained it; the message lists those it has
   */
  public Trained dataset(String name) {
    return datasets.stream()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the run has not trained dataset '%s'; it has trained %s"
                        .formatted(name, datasets.stream().map(Trained::name).toList())));
  }

  /**
   * Some plugins and the datasets of this run that are declared without one.
   *
   * @param plugins those that are installed
   * @return {@code plugins} itself if nothing was declared
   */
  public PluginRegistry declaredOn(PluginRegistry plugins) {
    PluginRegistry all = plugins;
    for (Trained dataset : datasets) {
      all = dataset.declaration.map(all::withDeclared).orElse(all);
    }
    return all;
  }

  /** As JSON. */
  JsonObject toJson() {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (Trained dataset : datasets) {
      JsonObjectBuilder options = Json.createObjectBuilder();
      new TreeMap<>(dataset.source.options()).forEach(options::add);
      JsonObjectBuilder one =
          Json.createObjectBuilder()
              .add("descriptor", DescriptorJson.write(dataset.descriptor))
              .add("quantities", QuantityJson.write(dataset.quantities))
              .add("options", options)
              .add("cases", dataset.cases);
      dataset.fingerprint.ifPresent(print -> one.add("fingerprint", write(print)));
      dataset.source.folder().ifPresent(folder -> one.add("folder", folder.toString()));
      dataset.declaration.ifPresent(declared -> one.add("declaration", declared.toJson()));
      if (!dataset.intensity.isEmpty()) {
        one.add(IntensityRuleJson.KEY, IntensityRuleJson.write(dataset.intensity));
      }
      list.add(one);
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("software", software)
            .add("config", RecordCodec.write(config))
            .add("datasets", list);
    origin.ifPresent(from -> json.add("from", RecordCodec.write(from)));
    if (!givenSplits.isEmpty()) {
      json.add("givenSplits", Json.createArrayBuilder(givenSplits));
    }
    return json.build();
  }

  /** From {@link #toJson}. */
  static RunInfo fromJson(JsonObject json) {
    List<Trained> datasets = new ArrayList<>();
    for (JsonObject dataset : json.getJsonArray("datasets").getValuesAs(JsonObject.class)) {
      JsonObject options = dataset.getJsonObject("options");
      Map<String, String> read = new TreeMap<>();
      options.keySet().forEach(key -> read.put(key, options.getString(key)));
      String folder = dataset.getString("folder", null);
      datasets.add(
          new Trained(
              DescriptorJson.read(dataset.getJsonObject("descriptor")),
              QuantityJson.read(dataset.getJsonArray("quantities")),
              new DatasetSource(Optional.ofNullable(folder).map(Path::of), read),
              dataset.getInt("cases"),
              Optional.ofNullable(dataset.getJsonObject("fingerprint")).map(RunInfo::fingerprint),
              Optional.ofNullable(dataset.getJsonObject("declaration")).map(DeclaredDataset::of),
              dataset.containsKey(IntensityRuleJson.KEY)
                  ? IntensityRuleJson.read(dataset.get(IntensityRuleJson.KEY))
                  : List.of()));
    }
    TrainingConfig config =
        RecordCodec.read(TrainingConfig.OF_OLDER_FILES, json.getJsonObject("config"));
    Optional<Origin> origin =
        Optional.ofNullable(json.getJsonObject("from"))
            .map(from -> RecordCodec.read(Origin.class, from));
    List<String> given =
        json.containsKey("givenSplits")
            ? json.getJsonArray("givenSplits").getValuesAs(JsonString::getString)
            : List.of();
    return new RunInfo(json.getString("software"), config, datasets, origin, given);
  }

  private static JsonObjectBuilder write(Fingerprint fingerprint) {
    GridSize size = fingerprint.medianSize();
    return Json.createObjectBuilder()
        .add(
            "medianSize",
            Json.createArrayBuilder().add(size.depth()).add(size.height()).add(size.width()))
        .add("spacingMm", fingerprint.spacingMm());
  }

  private static Fingerprint fingerprint(JsonObject json) {
    JsonArray size = json.getJsonArray("medianSize");
    return new Fingerprint(
        new GridSize(size.getInt(0), size.getInt(1), size.getInt(2)),
        json.getJsonNumber("spacingMm").doubleValue());
  }
}
