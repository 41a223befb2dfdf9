package io.firenet.launcher.command.predict;

import io.firenet.core.evaluation.Structures;
import io.firenet.core.io.OutputException;
import io.firenet.core.io.Sha256;
import io.firenet.file.AtomicFile;
import io.firenet.file.ForeignText;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.cluster.Cluster;
import io.firenet.launcher.cluster.ClusterFiles;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.Progress;
import io.firenet.model.ChosenModels;
import io.firenet.model.ModelCard;
import io.firenet.runtime.Predictor;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
  int run(Predictor predictor) throws IOException {
    ModelCard card = predictor.card();
    boolean labels = !predictor.objective().wholeImage();
    CohortPlaces places = new CohortPlaces(place("--in"), place("--out"), place("--overlay"));
    check(labels, places);
    try (Cluster cluster = options.cluster().connect()) {
      for (String folder :
          Stream.of(places.out(), places.pictures()).filter(Objects::nonNull).toList()) {
        makeFolder(folder);
      }
      JsonObject identity = identity();
      boolean known = places.out() != null && isOf(identity, places.out(), cluster.files());
      List<CohortImage> images =
          places.images(cluster.files(), card.channels().size(), ending, known);
      if (places.out() != null && !known) {
        write(
            places.out(), IDENTITY, identity.toString().getBytes(StandardCharsets.UTF_8), cluster);
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
      List<CohortRow> rows = rows(cluster, images, work);
      return report(rows, table(card, labels), places.out(), cluster);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private static List<CohortRow> rows(Cluster cluster, List<CohortImage> images, CohortWorker work)
      throws IOException, InterruptedException {
    CohortRow[] rows = new CohortRow[images.size()];
    int[] done = {0};
    try (Progress progress = new Progress("Segmenting")) {
      cluster.each(
          images,
          work,
          (number, row) -> {
            rows[number] = row;
            progress.caseDone(++done[0], rows.length, row.image());
          });
    }
    return List.of(rows);
  }

  private int report(List<CohortRow> rows, CohortTable table, @Nullable String out, Cluster cluster)
      throws IOException {
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
      int name = where.lastIndexOf('/') + 1;
      String folder = name == 0 ? "." : where.substring(0, name);
      write(folder, where.substring(name), table.csv(rows), cluster);
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
      problem = "with --spark the answers go into a table: name it with --table FILE.csv";
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
  private static boolean isOf(JsonObject identity, String folder, ClusterFiles files)
      throws IOException {
    String file = CohortPlaces.child(folder, IDENTITY);
    String there = "";
    if (ClusterFiles.isAddress(file)) {
      if (files.exists(file)) {
        Path temporary = Files.createTempDirectory("firenet-cohort");
        Path copy = files.fetch(file, temporary);
        there = Files.readString(copy);
        Files.delete(copy);
        Files.delete(temporary);
      }
    } else if (Files.isRegularFile(Path.of(file))) {
      there = Files.readString(Path.of(file));
    }
    return there.equals(identity.toString());
  }

  private static void makeFolder(String folder) throws OutputException {
    if (!ClusterFiles.isAddress(folder)) {
      Path path = Path.of(folder);
      OutputException.writing(path, () -> Files.createDirectories(path));
    }
  }

  private static void write(String folder, String name, byte[] bytes, Cluster cluster)
      throws IOException {
    String target = CohortPlaces.child(folder, name);
    if (!ClusterFiles.isAddress(target)) {
      Path path = Path.of(target);
      OutputException.writing(path, () -> AtomicFile.write(path, out -> out.write(bytes)));
      return;
    }
    Path temporary = Files.createTempDirectory("firenet-cohort");
    Path file = Files.write(temporary.resolve(name), bytes);
    OutputException.writing(Path.of(name), () -> cluster.files().publish(file, target));
    Files.delete(file);
    Files.delete(temporary);
  }
}
