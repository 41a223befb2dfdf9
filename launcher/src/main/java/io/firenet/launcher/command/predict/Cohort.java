package io.firenet.launcher.command.predict;

import io.firenet.core.evaluation.Structures;
import io.firenet.core.io.OutputException;
import io.firenet.core.io.Sha256;
import io.firenet.decoder.Objective;
import io.firenet.file.ForeignText;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.cluster.Cluster;
import io.firenet.launcher.cluster.ClusterFiles;
import io.firenet.launcher.cluster.ClusterWork;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.Progress;
import io.firenet.model.ChosenModels;
import io.firenet.model.ModelCard;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code predict} for many images, by the workers of a cluster. */
final class Cohort {

  /** What decides about the results; beside them, so that others' are not taken for these. */
  private static final String IDENTITY = "cohort.json";

  /** Options that change no label map. */
  private static final Set<String> NEUTRAL =
      Set.of(
          "--model",
          "--models",
          "--in",
          "--out",
          "--overlay",
          "--json",
          "--table",
          "--spark",
          "--spark-conf",
          "--plugins",
          "--allowlist",
          "--device",
          "--threads",
          "--memory-budget",
          "--verbose");

  private final CommandSpec spec;
  private final CohortOptions options;
  private final PluginFolders plugins;
  private final List<Path> models;
  private final String ending;

  /**
   * @param models files, maybe of choices
   * @param ending of label maps
   */
  Cohort(
      CommandSpec spec,
      CohortOptions options,
      PluginFolders plugins,
      List<Path> models,
      String ending) {
    this.spec = spec;
    this.options = options;
    this.plugins = plugins;
    this.models = models;
    this.ending = ending;
  }

  /** Does it all; returns the exit code. */
  int run(ModelCard card) throws IOException {
    boolean labels =
        Stream.of(Objective.values())
            .filter(Objective::wholeImage)
            .noneMatch(one -> one.name().equalsIgnoreCase(card.objective()));
    CohortPlaces places = new CohortPlaces(place("--in"), place("--out"), place("--overlay"));
    check(labels, places);
    CohortPace pace = new CohortPace(System::nanoTime);
    try (Cluster cluster = options.cluster().connect()) {
      for (String folder :
          Stream.of(places.out(), places.pictures()).filter(Objects::nonNull).toList()) {
        makeFolder(folder);
      }
      CohortFiles files = new CohortFiles(cluster.files());
      JsonObject identity = identity();
      boolean known = places.out() != null && isOf(identity, places.out(), files);
      List<CohortImage> images = places.images(files, card.channels().size(), ending, known);
      if (places.out() != null && !known) {
        files.write(
            CohortPlaces.child(places.out(), IDENTITY),
            identity.toString().getBytes(StandardCharsets.UTF_8));
      }
      spec.commandLine()
          .getErr()
          .println("firenet: %s images on %s".formatted(images.size(), cluster));
      spec.commandLine().getErr().flush();
      CohortWorker work =
          new CohortWorker(
              arguments(),
              cluster.ship(ChosenModels.files(models)),
              identity.toString(),
              plugins.ship(cluster));
      List<CohortRow> rows = rows(cluster, images, work, pace);
      spec.commandLine().getErr().println("firenet: " + pace);
      return report(rows, table(card, labels), places.out(), cluster);
    } catch (InterruptedException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "firenet: interrupted; label maps that are done are kept, the same command goes on");
      err.flush();
      return ExitCode.INTERRUPTED;
    }
  }

  /** A row for each image. Bundles that ended processes are handed out again image by image. */
  static List<CohortRow> rows(
      Cluster cluster,
      List<CohortImage> images,
      ClusterWork<CohortBundle, ArrayList<CohortRow>> work,
      CohortPace pace)
      throws IOException, InterruptedException {
    Map<CohortImage, CohortRow> rows = new IdentityHashMap<>(); // one may be listed twice
    List<CohortBundle> bundles = CohortBundle.of(images, cluster.workers());
    try (Progress progress = new Progress("Segmenting")) {
      while (!bundles.isEmpty()) {
        List<CohortBundle> given = bundles;
        List<CohortImage> lost = new ArrayList<>();
        cluster.each(
            given,
            work,
            (number, some) -> {
              List<CohortImage> bundle = given.get(number).images();
              if (some.isEmpty()) {
                lost.addAll(bundle);
                return;
              }
              for (int i = 0; i < some.size(); i++) {
                rows.put(bundle.get(i), some.get(i));
              }
              paced(some).forEach(pace::add);
              progress.caseDone(rows.size(), images.size(), some.get(some.size() - 1).image());
            });
        bundles = lost.stream().map(image -> new CohortBundle(List.of(image))).toList();
      }
    }
    return images.stream().map(rows::get).toList();
  }

  /** How long a bundle's worker took for each image that it segmented. */
  private static Map<String, List<Double>> paced(List<CohortRow> rows) {
    return rows.stream()
        .filter(row -> row.state() == CohortRow.State.DONE && !Double.isNaN(row.seconds()))
        .collect(
            Collectors.groupingBy(
                CohortRow::worker, Collectors.mapping(CohortRow::seconds, Collectors.toList())));
  }

  private int report(List<CohortRow> rows, CohortTable table, @Nullable String out, Cluster cluster)
      throws IOException {
    CohortFiles files = new CohortFiles(cluster.files());
    PrintWriter err = spec.commandLine().getErr();
    rows.stream()
        .filter(row -> row.state() == CohortRow.State.FAILED)
        .forEach(row -> err.println("firenet: error: " + ForeignText.line(row.error())));
    err.flush();
    String where = options.table();
    if (where == null && out != null) {
      where = CohortPlaces.child(out, "summary.csv");
    }
    if (where != null) {
      files.write(where, table.of(rows), cluster);
    }
    PrintWriter text = spec.commandLine().getOut();
    long kept = count(rows, CohortRow.State.KEPT);
    long failed = count(rows, CohortRow.State.FAILED);
    text.println(
        "%s images done, %s were there, %s failed%s"
            .formatted(
                rows.size() - kept - failed, kept, failed, where == null ? "" : "; see " + where));
    text.flush();
    return failed == 0 ? ExitCode.OK : ExitCode.DATA;
  }

  private static long count(List<CohortRow> rows, CohortRow.State state) {
    return rows.stream().filter(row -> row.state() == state).count();
  }

  private CohortTable table(ModelCard card, boolean labels) {
    List<String> names =
        labels
            ? Structures.of(card).names().subList(1, Structures.of(card).names().size())
            : card.outputNames();
    List<String> files = models.stream().map(file -> file.getFileName().toString()).toList();
    return new CohortTable(String.join(" ", files), names, labels ? "ml" : "");
  }

  private void check(boolean labels, CohortPlaces places) {
    String problem = null;
    if (labels && places.out() == null) {
      problem = "the model segments: it needs --out";
    } else if (!labels && (places.out() != null || places.pictures() != null)) {
      problem = "the model writes no labels; leave out --out and --overlay";
    } else if (!labels && options.table() == null) {
      problem =
          "with --spark the answers go into a table: name it with --table FILE.csv or FILE.parquet";
    } else if (places.in().equals(places.out())) {
      problem = "--out must be another folder than --in, or it replaces the images";
    } else if (given("--series") || given("--json")) {
      problem = "--series and --json are for one process; leave them out with --spark";
    }
    if (problem != null) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }

  private boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  /** As it was typed: a path has no room for an address. */
  private @Nullable String place(String option) {
    OptionSpec given = spec.commandLine().getParseResult().matchedOption(option);
    if (given == null) {
      return null;
    }
    String typed = given.originalStringValues().get(0);
    return ClusterFiles.isAddress(typed)
        ? typed.replaceFirst("/+$", "")
        : Path.of(typed).toAbsolutePath().normalize().toString();
  }

  /** The command's own arguments, without what stands before its name. */
  private List<String> arguments() {
    CommandSpec root = spec.root();
    List<String> all = root.commandLine().getParseResult().expandedArgs();
    return all.subList(all.indexOf(spec.name()) + 1, all.size());
  }

  private JsonObject identity() throws IOException {
    JsonArrayBuilder digests = Json.createArrayBuilder();
    for (Path model : ChosenModels.files(models)) {
      digests.add(Sha256.of(model));
    }
    JsonArrayBuilder settings = Json.createArrayBuilder();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (Stream.of(option.names()).noneMatch(NEUTRAL::contains)) {
        settings.add(option.longestName() + "=" + option.originalStringValues());
      }
    }
    return Json.createObjectBuilder().add("models", digests).add("options", settings).build();
  }

  /** Whether what is in a folder was made by this model and options. */
  private static boolean isOf(JsonObject identity, String folder, CohortFiles files)
      throws IOException {
    String file = CohortPlaces.child(folder, IDENTITY);
    return files.exists(file) && files.read(file).equals(identity.toString());
  }

  private static void makeFolder(String folder) throws OutputException {
    if (!ClusterFiles.isAddress(folder)) {
      Path path = Path.of(folder);
      OutputException.writing(path, () -> Files.createDirectories(path));
    }
  }
}
