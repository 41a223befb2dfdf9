package io.firenet.core.experiment;

import io.firenet.core.data.Folds;
import io.firenet.core.data.Split;
import io.firenet.core.data.Strata;
import io.firenet.core.io.OutputException;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonPointer;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes the folder of an experiment, or checks that one that is there is of the same. */
public final class ExperimentSetup {

  private final PluginRegistry plugins;
  private final String software;

  /**
   * @param plugins datasets, heads and networks that the experiment may name
   * @param software name and version of what makes it
   */
  public ExperimentSetup(PluginRegistry plugins, String software) {
    this.plugins = plugins;
    this.software = software;
  }

  /**
   * The folder of an experiment, made if there is none. Where datasets are may differ from what the
   * folder says, and is written down; all else must be the same.
   *
   * @param path the folder, which need not exist
   * @param request kind, datasets, networks and settings
   * @return the folder, with all that its runs need written down
   * @throws IllegalArgumentException if the folder holds an experiment that differs; the message
   *     says in what
   * @throws IOException if a dataset cannot be read
   * @throws OutputException if the folder cannot be written
   */
  public ExperimentFolder open(Path path, ExperimentRequest request) throws IOException {
    return open(path, request, note -> {});
  }

  /**
   * Does the same.
   *
   * @param path the folder, which need not exist
   * @param request kind, datasets, networks and settings
   * @param note gets what a user should know of a dataset, a line each
   * @return the folder, with all that its runs need written down
   * @throws IOException if a dataset cannot be read, or the folder not be written
   */
  public ExperimentFolder open(Path path, ExperimentRequest request, Consumer<String> note)
      throws IOException {
    Map<String, Dataset> opened = new LinkedHashMap<>();
    List<ExperimentDataset> datasets = new ArrayList<>();
    Map<String, Folds> splits = new LinkedHashMap<>();
    for (Map.Entry<String, DatasetSource> source : request.all().entrySet()) {
      String name = source.getKey();
      Dataset dataset = open(name, source.getValue());
      dataset.notes().forEach(each -> note.accept("%s: note: %s".formatted(name, each)));
      ExperimentRun.Stage stage =
          request.pretraining().containsKey(name)
              ? ExperimentRun.Stage.PRETRAINING
              : ExperimentRun.Stage.TRAINING;
      opened.put(name, dataset);
      datasets.add(
          new ExperimentDataset(
              dataset.descriptor(),
              source.getValue(),
              stage,
              DatasetFingerprint.of(dataset),
              plugins.declaration(name)));
      splits.put(name, folds(dataset, request.settings()));
    }
    Experiment asked =
        new Experiment(
            request.kind(),
            software,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            request.settings(),
            datasets,
            new ExperimentPlan(request, plugins::network, poolable(request, opened)).runs());
    if (asked.runs().isEmpty()) {
      throw new IllegalArgumentException(
          "none of the networks %s has anything to train here"
              .formatted(asked.settings().networks()));
    }
    if (!ExperimentFolder.exists(path)) {
      OutputException.writing(path, () -> ExperimentFolder.create(path, asked, splits));
    }
    ExperimentFolder folder = ExperimentFolder.open(path);
    Experiment there = folder.experiment();
    checkSame(path, there, asked);
    if (!there.datasets().equals(asked.datasets())) {
      Experiment moved =
          new Experiment(
              there.kind(),
              there.software(),
              there.startedAt(),
              there.settings(),
              asked.datasets(),
              there.runs());
      OutputException.writing(path, () -> ExperimentFolder.create(path, moved, folder.splits()));
    }
    return folder;
  }

  private static boolean poolable(ExperimentRequest request, Map<String, Dataset> opened) {
    List<DatasetDescriptor> data =
        request.data().keySet().stream().map(name -> opened.get(name).descriptor()).toList();
    return data.stream().allMatch(each -> PooledDataset.mixes(data.get(0), each));
  }

  private Dataset open(String name, DatasetSource source) throws IOException {
    DatasetProvider provider = plugins.dataset(name);
    if (provider.descriptor().needsFolder() && source.folder().isEmpty()) {
      throw new InvalidDatasetException("dataset %s needs a folder: %s=DIR".formatted(name, name));
    }
    Dataset dataset = provider.open(source);
    DatasetDescriptor descriptor = dataset.descriptor();
    if (plugins.decoder(descriptor.decoder()).objective().wholeImage()) {
      throw new InvalidDatasetException(
          "dataset %s: an experiment compares segmentations, its head is a %s"
              .formatted(name, descriptor.decoder()));
    }
    if (dataset.cases().isEmpty()) {
      throw new InvalidDatasetException("dataset %s has no case to train on".formatted(name));
    }
    return dataset;
  }

  private static Folds folds(Dataset dataset, ExperimentSettings settings) throws IOException {
    Strata strata = Strata.of(dataset);
    long seed = settings.training().seed();
    return settings.foldCount() == 1
        ? new Folds(List.of(Split.draw(strata, settings.training().validationShare(), seed)))
        : Folds.draw(strata, settings.foldCount(), seed);
  }

  private static void checkSame(Path path, Experiment there, Experiment asked) {
    JsonObject before = comparable(there);
    JsonObject now = comparable(asked);
    JsonArray changes = Json.createDiff(before, now).toJsonArray();
    if (!changes.isEmpty()) {
      String where = changes.getJsonObject(0).getString("path");
      throw new IllegalArgumentException(
          "%s holds an experiment whose %s is %s, here it is %s; ask for the same, or name another folder"
              .formatted(
                  path,
                  where.substring(1).replace('/', '.'),
                  value(before, where),
                  value(now, where)));
    }
  }

  private static String value(JsonObject json, String where) {
    JsonPointer pointer = Json.createPointer(where);
    try {
      String text = pointer.getValue(json).toString();
      return text.length() > 80 ? text.substring(0, 79) + "…" : text;
    } catch (JsonException e) {
      return "absent";
    }
  }

  /** What must not change: all but who made it, when, and where the data lies. */
  private static JsonObject comparable(Experiment experiment) {
    JsonObject json = RecordCodec.write(experiment);
    JsonArrayBuilder datasets = Json.createArrayBuilder();
    for (JsonValue each : json.getJsonArray("datasets")) {
      JsonObject source = each.asJsonObject().getJsonObject("source");
      datasets.add(
          Json.createObjectBuilder(each.asJsonObject())
              .add("source", Json.createObjectBuilder(source).remove("folder")));
    }
    return Json.createObjectBuilder(json)
        .remove("software")
        .remove("startedAt")
        .add("datasets", datasets)
        .build();
  }
}
