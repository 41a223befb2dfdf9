package io.firenet.launcher.command.predict;

import io.firenet.core.io.FileErrors;
import io.firenet.core.io.OutputException;
import io.firenet.format.ImageFormats;
import io.firenet.launcher.argument.ShippedPlugins;
import io.firenet.launcher.cluster.ClusterFiles;
import io.firenet.launcher.cluster.ClusterWork;
import io.firenet.launcher.cluster.Worker;
import io.firenet.layout.InputImage;
import io.firenet.model.ModelException;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.volume.LabelMap;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * What a worker does for images of a cohort: what {@code predict} does, by the same options. No
 * rows come of several images that have ended processes.
 *
 * @param arguments of the command
 * @param models the names of their copies
 * @param version tells the models and options from others
 * @param plugins that run on the worker too
 */
record CohortWorker(
    List<String> arguments, List<String> models, String version, ShippedPlugins plugins)
    implements ClusterWork<CohortBundle, ArrayList<CohortRow>> {

  private static final int MOST_LOSSES = 2; // fewer than Spark bears

  CohortWorker {
    arguments = List.copyOf(arguments);
    models = List.copyOf(models);
  }

  /** A command with its model, as long as the worker keeps it. */
  private record Opened(PredictCommand command, Predictor predictor) implements AutoCloseable {
    @Override
    public void close() {
      predictor.close();
    }
  }

  @Override
  public ArrayList<CohortRow> run(CohortBundle bundle, Worker worker) throws Exception {
    if (worker.losses() >= MOST_LOSSES) {
      return lost(bundle, worker.place());
    }
    if (!plugins.jars().isEmpty()) {
      plugins.start(worker);
    }
    Opened opened = worker.keep("predictor", version, () -> open(worker));
    ClusterFiles files = worker.files();
    ArrayList<CohortRow> rows = new ArrayList<>();
    for (CohortImage image : bundle.images()) {
      try (TemporaryFolder temporary = TemporaryFolder.create()) {
        CohortRow row = run(image, files, opened, temporary.path(), System.nanoTime());
        rows.add(row.by(worker.place()));
      }
      if (Thread.interrupted()) { // the cohort is given up, or another worker was faster
        throw new InterruptedException();
      }
    }
    return rows;
  }

  /** Of images that ended two processes: which it was shows when each is done by itself. */
  private static ArrayList<CohortRow> lost(CohortBundle bundle, String place) {
    ArrayList<CohortRow> rows = new ArrayList<>();
    if (bundle.images().size() == 1) {
      String name = bundle.images().get(0).name();
      String error =
          "%s: %s workers ended while they did it, as one does that has too little memory; the executors' logs say more"
              .formatted(name, MOST_LOSSES);
      rows.add(CohortRow.failed(name, CohortRow.UNKNOWN, error).by(place));
    }
    return rows;
  }

  private Opened open(Worker worker) throws IOException {
    PredictCommand command = new PredictCommand();
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUnmatchedArgumentsAllowed(true) // those of the command above it
        .parseArgs(arguments.toArray(String[]::new));
    long budget = worker.modelBytes();
    List<Path> files = models.stream().map(worker::file).toList();
    return new Opened(command, command.inference.open(files, worker.cores(), budget, worker.gpu()));
  }

  private static CohortRow run(
      CohortImage image, ClusterFiles files, Opened opened, Path temporary, long start)
      throws IOException {
    try {
      return segment(image, files, opened, temporary, start);
    } catch (OutputException | ModelException e) {
      throw e; // the next image would fail in the same way
    } catch (IOException | RuntimeException e) {
      String message = e.getMessage() == null ? e.toString() : FileErrors.describe(e);
      return CohortRow.failed(
          image.name(), seconds(start), inItsOwnWords(message, image, temporary));
    }
  }

  private static CohortRow segment(
      CohortImage image, ClusterFiles files, Opened opened, Path temporary, long start)
      throws IOException {
    InputImage input = input(image, files, temporary);
    Predictor predictor = opened.predictor;
    if (image.labels() == null) {
      return answer(image, input, predictor, start);
    }
    Path labels = place(image.labels(), temporary);
    Path picture = image.picture() == null ? null : place(image.picture(), temporary);
    PredictionTargets.Target target = new PredictionTargets.Target(input, labels, picture);
    String probabilities = null;
    if (opened.command.saveProbabilities) {
      String name = target.probabilities().getFileName().toString();
      probabilities = image.labels().substring(0, image.labels().lastIndexOf('/') + 1) + name;
    }
    Optional<LabelMap> there =
        image.earlier() == CohortImage.Earlier.OTHER
                || lacks(probabilities, files)
                || lacks(image.picture(), files)
            ? Optional.empty()
            : whole(image.labels(), labels, files, input);
    if (there.isPresent()) {
      return kept(image, input, predictor, there.get());
    }
    JsonObject written = opened.command.segment(predictor, target, "Segmenting");
    publish(probabilities, target.probabilities(), files);
    publish(image.picture(), picture, files);
    publish(image.labels(), labels, files); // last: an image that has them is done
    Map<String, Double> volumes = new LinkedHashMap<>();
    JsonObject ml = written.getJsonObject("ml");
    ml.keySet().forEach(name -> volumes.put(name, ml.getJsonNumber(name).doubleValue()));
    List<String> warnings =
        written.getJsonArray("warnings").getValuesAs(JsonString.class).stream()
            .map(JsonString::getString)
            .toList();
    return new CohortRow(
        image.name(),
        CohortRow.State.DONE,
        seconds(start),
        image.labels(),
        volumes,
        "",
        warnings,
        "");
  }

  private static boolean lacks(@Nullable String wanted, ClusterFiles files) throws IOException {
    return wanted != null && !new CohortFiles(files).exists(wanted);
  }

  /** Of an image that is done: before the cohort began, or by a worker that was lost since. */
  private static CohortRow kept(
      CohortImage image, InputImage input, Predictor predictor, LabelMap labels)
      throws IOException {
    boolean before = image.earlier() == CohortImage.Earlier.SAME;
    return new CohortRow(
        image.name(),
        before ? CohortRow.State.KEPT : CohortRow.State.DONE,
        CohortRow.UNKNOWN,
        image.labels(),
        new SegmentationReport(predictor.card(), labels).millilitres(),
        "",
        before ? List.of() : CheckedImage.read(predictor, input, Optional.empty()).warnings(),
        "");
  }

  private static CohortRow answer(
      CohortImage image, InputImage input, Predictor predictor, long start) throws IOException {
    CheckedImage read = CheckedImage.read(predictor, input, Optional.empty());
    Prediction prediction = InferenceOptions.predict(predictor, read.volume());
    List<String> names = predictor.card().outputNames();
    List<Double> found =
        prediction instanceof Prediction.Classification classified
            ? classified.probabilities()
            : ((Prediction.Regression) prediction).values();
    Map<String, Double> values = new LinkedHashMap<>();
    IntStream.range(0, names.size()).forEach(i -> values.put(names.get(i), found.get(i)));
    String label =
        prediction instanceof Prediction.Classification classified
            ? names.get(classified.label())
            : "";
    return new CohortRow(
        image.name(), CohortRow.State.DONE, seconds(start), label, values, "", read.warnings(), "");
  }

  /** The image where it is, or copied here. */
  private static InputImage input(CohortImage image, ClusterFiles files, Path temporary)
      throws IOException {
    List<Path> here = new ArrayList<>();
    for (String file : image.files()) {
      if (!ClusterFiles.isAddress(file)) {
        here.add(Path.of(file));
        continue;
      }
      Path copy = files.fetch(file, temporary);
      here.add(copy);
      for (Path companion : ImageFormats.companions(copy)) {
        String other = file.substring(0, file.lastIndexOf('/') + 1) + companion.getFileName();
        files.fetch(other, temporary);
      }
    }
    return new InputImage(here.get(0), here);
  }

  private static Path place(String target, Path temporary) throws IOException {
    if (!ClusterFiles.isAddress(target)) {
      return Path.of(target);
    }
    Path results = Files.createDirectories(temporary.resolve("results"));
    return results.resolve(target.substring(target.lastIndexOf('/') + 1));
  }

  /** The label map that is there already, if it can be read to its end and is on this grid. */
  private static Optional<LabelMap> whole(
      String target, Path labels, ClusterFiles files, InputImage input) {
    try {
      if (!new CohortFiles(files).exists(target)) {
        return Optional.empty();
      }
      if (ClusterFiles.isAddress(target)) {
        files.fetch(target, labels.getParent());
      }
      LabelMap map = ImageFormats.readLabels(labels);
      boolean fits = map.size().equals(input.open().geometry().size());
      return fits ? Optional.of(map) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // damaged: it is made again
    }
  }

  private static void publish(@Nullable String target, @Nullable Path made, ClusterFiles files)
      throws OutputException {
    if (target != null && made != null && ClusterFiles.isAddress(target)) {
      OutputException.writing(made, () -> files.publish(made, target));
    }
  }

  /** A copy's name says nothing to the user. */
  private static String inItsOwnWords(String message, CohortImage image, Path temporary) {
    String first = image.files().get(0);
    return ClusterFiles.isAddress(first)
        ? message.replace(temporary + "/", first.substring(0, first.lastIndexOf('/') + 1))
        : message;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
