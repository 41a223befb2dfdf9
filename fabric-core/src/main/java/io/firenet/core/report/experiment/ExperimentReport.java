package io.firenet.core.report.experiment;

import io.firenet.core.data.Folds;
import io.firenet.core.experiment.Experiment;
import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.PublishedResult;
import io.firenet.core.experiment.RunOutcome;
import io.firenet.core.experiment.RunStatus;
import io.firenet.core.experiment.RunStatus.State;
import io.firenet.core.report.document.Block;
import io.firenet.core.report.document.Document;
import io.firenet.core.report.document.Document.Fact;
import io.firenet.core.report.document.Section;
import io.firenet.core.training.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The report of an experiment, finished or not: {@code report.html}, {@code report.md} and, in
 * {@code report/}, its tables and figures as files, see {@link Document#write}.
 */
public final class ExperimentReport {

  private final Experiment experiment;
  private final List<RunStatus> status;
  private final Observations observations;
  private final PublishedResults published;
  private final List<RunHistory> histories;
  private final DataTables data;
  private final ExampleFigure examples;

  private ExperimentReport(ExperimentFolder folder) throws IOException {
    experiment = folder.experiment();
    status = folder.status();
    observations = new Observations(experiment, folder.outcomes());
    published = new PublishedResults(PublishedResult.of(experiment.kind()));
    histories = histories(folder);
    Map<String, Folds> splits = folder.splits();
    data = new DataTables(experiment, splits);
    examples = new ExampleFigure(observations, folder::run);
  }

  /**
   * Writes the report of what is done so far, in place of an earlier one.
   *
   * @param folder the experiment's
   * @return {@code report.html}
   * @throws IOException if there is no experiment, a file of it cannot be read, or the report
   *     cannot be written
   */
  public static Path write(Path folder) throws IOException {
    return new ExperimentReport(ExperimentFolder.open(folder)).document().write(folder, "report");
  }

  private static List<RunHistory> histories(ExperimentFolder folder) throws IOException {
    List<RunHistory> histories = new ArrayList<>();
    for (RunStatus one : folder.status()) {
      Path run = folder.run(one.run().id());
      if (one.state() != State.DONE && Files.isRegularFile(run.resolve("run.json"))) {
        var state = RunFolder.open(run).checkpoints().latestState();
        state.ifPresent(so -> histories.add(new RunHistory(one.run(), so.history())));
      } else if (one.state() == State.DONE) {
        folder
            .outcome(one.run().id())
            .ifPresent(done -> histories.add(new RunHistory(one.run(), done.history())));
      }
    }
    return histories;
  }

  private Document document() throws IOException {
    List<Section> sections = new ArrayList<>();
    for (ExperimentRun.Stage stage : ExperimentRun.Stage.values()) {
      if (!observations.datasets(stage).isEmpty()) {
        sections.add(results(stage));
      }
    }
    for (ExperimentRun.Stage stage : ExperimentRun.Stage.values()) {
      List<Block> figures = List.copyOf(examples.figures(stage));
      if (!figures.isEmpty()) {
        sections.add(
            new Section(
                "examples-" + ReportText.id(stage),
                "Example slices, " + ReportText.of(stage),
                figures));
      }
    }
    List<Block> significance = new ArrayList<>();
    new SignificanceTable(observations).table().ifPresent(significance::add);
    if (!significance.isEmpty()) {
      sections.add(new Section("significance", "Do the networks differ?", significance));
    }
    RunTables runs = new RunTables(observations, status);
    sections.add(
        new Section("data", "Data and splits", List.of(data.fingerprints(), data.splitSizes())));
    sections.add(
        new Section(
            "method",
            "Settings, machine and time",
            List.of(runs.costs(), runs.machines(), SettingsTable.of(experiment.settings()))));
    sections.add(new Section("runs", "Runs", List.of(runs.runs())));
    sections.add(sources());
    return new Document(
        title(experiment.kind()),
        subtitle(),
        facts(),
        withNotice(sections),
        List.of(runs.cases(), RunTables.epochs(histories)));
  }

  private Section results(ExperimentRun.Stage stage) {
    String id = ReportText.id(stage);
    List<Block> blocks = new ArrayList<>();
    var datasets = observations.datasets(stage);
    LabelTables labels = new LabelTables(observations, published);
    boolean manyDatasets = datasets.size() > 1;
    if (manyDatasets) {
      blocks.add(new DatasetTable(observations, published).of("dice-" + id, stage));
    }
    if (!manyDatasets) {
      blocks.add(labels.means("means-" + id, datasets));
      blocks.add(labels.medians("medians-" + id, datasets));
    }
    ConvergenceFigure convergence = new ConvergenceFigure(observations, histories);
    BoxPlotFigure boxes = new BoxPlotFigure(observations);
    convergence.figure(stage).ifPresent(blocks::add);
    convergence.table(stage).ifPresent(blocks::add);
    boxes.dice(stage).ifPresent(blocks::add);
    boxes.surfaceDistance(stage).ifPresent(blocks::add);
    if (manyDatasets) {
      blocks.add(labels.means("means-" + id, datasets));
      blocks.add(labels.medians("medians-" + id, datasets));
    }
    return new Section("results-" + id, "Results of " + ReportText.of(stage), blocks);
  }

  private Section sources() {
    List<Block> blocks = new ArrayList<>();
    for (String source : published.sources(names())) {
      blocks.add(new Block.Paragraph("Published figures: " + source + "."));
    }
    experiment
        .datasets()
        .forEach(
            dataset ->
                blocks.add(
                    new Block.Paragraph(
                        "%s: %s. Licence: %s."
                            .formatted(
                                dataset.name(),
                                dataset.descriptor().citation(),
                                dataset.descriptor().licence()))));
    return new Section("sources", "Sources", blocks);
  }

  /** What published figures may be of. */
  private List<String> names() {
    return Stream.concat(
            experiment.datasets().stream().map(ExperimentDataset::name),
            Stream.of(PublishedResults.ALL))
        .toList();
  }

  /** What is missing stands before everything else. */
  private List<Section> withNotice(List<Section> sections) {
    long done = status.stream().filter(one -> one.state() == State.DONE).count();
    if (done == status.size()) {
      return sections;
    }
    List<Section> all = new ArrayList<>();
    all.add(
        new Section(
            "missing",
            "What is missing",
            List.of(
                new Block.Notice(
                    ("%s of %s runs are done. The tables hold what these came to, and a dash where"
                            + " nothing is known yet.")
                        .formatted(done, status.size())),
                new MissingTable(status).table())));
    all.addAll(sections);
    return all;
  }

  private List<Fact> facts() {
    List<RunOutcome> outcomes = observations.outcomes();
    double seconds =
        outcomes.stream()
            .mapToDouble(run -> run.trainingSeconds() + run.evaluationSeconds())
            .filter(Double::isFinite)
            .sum();
    long cases =
        outcomes.stream()
            .flatMap(run -> run.cases().stream())
            .map(one -> one.dataset() + "/" + one.caseId())
            .distinct()
            .count();
    String last =
        outcomes.stream()
            .map(RunOutcome::finishedAt)
            .filter(Objects::nonNull)
            .max(String::compareTo)
            .orElse("–");
    return List.of(
        new Fact("runs done", "%s of %s".formatted(outcomes.size(), experiment.runs().size())),
        new Fact("datasets", Integer.toString(experiment.datasets().size())),
        new Fact("networks compared", Integer.toString(observations.methods().size())),
        new Fact("cases validated", Long.toString(cases)),
        new Fact("computing time", ReportText.time(seconds)),
        new Fact("seed", Long.toString(experiment.settings().training().seed())),
        new Fact("begun", minute(experiment.startedAt())),
        new Fact("last result", minute(last)));
  }

  private String subtitle() {
    boolean printed = !published.sources(names()).isEmpty();
    return "Measured with %s.%s"
        .formatted(
            experiment.software(),
            printed ? " Published figures stand in columns of their own." : "");
  }

  private static String minute(String time) {
    return time.length() >= 16 ? time.substring(0, 16).replace('T', ' ') + " UTC" : time;
  }

  private static String title(Experiment.Kind kind) {
    return switch (kind) {
      case BONES -> "Experiment I: bones in MR, with random and with transferred weights";
      case MSD -> "Experiment II: one network for the tasks of the Decathlon";
      case CROSSVAL -> "Cross-validation";
    };
  }
}
