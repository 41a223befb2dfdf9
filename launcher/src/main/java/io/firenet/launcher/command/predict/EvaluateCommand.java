package io.firenet.launcher.command.predict;

import io.firenet.core.evaluation.EvaluationSummary;
import io.firenet.core.evaluation.Evaluator;
import io.firenet.core.evaluation.FolderComparison;
import io.firenet.core.evaluation.Structures;
import io.firenet.core.evaluation.Summary;
import io.firenet.core.evaluation.WholeImageEvaluation;
import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.TrainedNetwork;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.file.ForeignText;
import io.firenet.launcher.argument.DataArgument;
import io.firenet.launcher.argument.ModelCatalogue;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.Count;
import io.firenet.launcher.stream.Progress;
import io.firenet.layout.ListedLabels;
import io.firenet.model.ChosenModels;
import io.firenet.model.ModelCard;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares a model's or a run's labels with those of a dataset. */
@Command(
    name = "evaluate",
    description = {
      "Compare what a model says of images, or a folder of label maps, with what is known of them.",
      "",
      "Segmentation: Dice, IoU, Hausdorff and mean surface distances on the images' own grids, in"
          + " millimetres. Classification: sensitivities, AUC, accuracy. Regression: mean absolute"
          + " and root mean squared errors in the values' units, R².",
      "",
      "A run is evaluated on the validation cases of its datasets, which it knows where to find;"
          + " label maps of whatever origin by --predictions and --references, without a model."
    },
    footer = {
      "",
      "Examples:",
      "  firenet evaluate --run runs/hippocampus --json summary.json",
      "  firenet evaluate --model hippocampus.onnx --data msd-hippocampus=data/Task04_Hippocampus",
      "  firenet evaluate --model fold0.onnx fold1.onnx --data msd-spleen=data/Task09_Spleen"
          + " --split all --mirroring --largest-component spleen",
      "  firenet evaluate --predictions labels --references data/Task09_Spleen/labelsTr"
    })
public final class EvaluateCommand implements Callable<Integer> {

  /** Which cases. */
  enum Part {
    VALIDATION,
    ALL
  }

  @ArgGroup private @Nullable Subject subject;

  @Option(
      names = "--data",
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description =
          DataArgument.DESCRIPTION
              + " With --run: what is left out, folder or options, is as in training; without it"
              + " all datasets of the run.")
  private @Nullable DataArgument data;

  @Option(
      names = "--split",
      paramLabel = "validation|all",
      defaultValue = "validation",
      description = "validation: the cases kept out of training (default); all: every case.")
  private Part part;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Also write every case's figures; of a segmentation in the shape of nnU-Net's"
              + " summary.json, with the predicted labels in the folder FILE-predictions. Of several"
              + " datasets a file each, FILE-DATASET.")
  private @Nullable Path json;

  @Option(
      names = "--predictions",
      paramLabel = "DIR",
      description =
          "Where the predicted labels go, as CASE.nii.gz; with --references: where they are.")
  private @Nullable Path predictions;

  @Option(
      names = "--references",
      paramLabel = "DIR",
      description =
          "Compare the label maps in --predictions with those in this folder that are called"
              + " alike; no model is needed.")
  private @Nullable Path references;

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "NAME",
      description =
          "With --references: names of the labels 0, 1, 2, … for the table; ignore is the name of"
              + " voxels that do not count. Without it those of the dataset.json in that folder or"
              + " the one above, if there is one, and its regions.")
  private List<String> labels = List.of();

  @Mixin private ModelCatalogue catalogue;
  @Mixin private InferenceOptions inference;
  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  /** What is evaluated. */
  static final class Subject {
    @Option(
        names = "--model",
        arity = "1..*",
        paramLabel = "FILE|NAME",
        description = ModelCatalogue.DESCRIPTION + " Of several the outputs are averaged.")
    private List<Path> models = List.of();

    @Option(names = "--run", paramLabel = "RUN", description = "A run, by its last checkpoint.")
    private @Nullable Path run;
  }

  @Override
  public Integer call() throws Exception {
    if (references != null) {
      Path predicted = requireFolders();
      return plugins.withFormats(() -> compare(predicted, references));
    }
    if (!labels.isEmpty()) {
      throw misused("--labels names what --references holds; leave it out");
    }
    Subject chosen = subject;
    if (chosen == null) {
      throw misused(
          "nothing to evaluate; name a --model, a --run, or label maps with --predictions and"
              + " --references");
    }
    return plugins.with(
        registry ->
            chosen.run == null
                ? evaluateModel(registry, catalogue.find(chosen.models))
                : evaluateRun(registry, chosen.run));
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Path requireFolders() {
    if (subject != null || data != null) {
      throw misused(
          "--references compares label maps that are there; leave out --model, --run and --data");
    }
    if (predictions == null) {
      throw misused("--references needs the folder of the label maps to compare, --predictions");
    }
    return predictions;
  }

  private int compare(Path predicted, Path reference) throws IOException {
    ListedLabels known =
        labels.isEmpty() ? ListedLabels.beside(reference) : ListedLabels.named(labels);
    FolderComparison folders = new FolderComparison(predicted, reference, known);
    List<String> others = folders.unreferenced();
    if (!others.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          ForeignText.line(
              "firenet: %s of %s left out, without a reference, such as %s"
                  .formatted(Count.of(others.size(), "prediction"), predicted, others.get(0))));
      err.flush();
    }
    EvaluationSummary summary;
    try (Progress progress = new Progress("Comparing")) {
      summary = folders.compare(true, progress);
    }
    return report(summary, folders.names(), json);
  }

  private int evaluateModel(PluginRegistry registry, List<Path> models) throws IOException {
    if (data == null) {
      throw misused("say on which dataset, --data NAME=DIR");
    }
    Dataset dataset = data.open(registry, spec.commandLine().getOut());
    try (Predictor predictor = inference.open(models)) {
      ModelCard card = predictor.card();
      UnseenCases.checkFits(card, dataset);
      List<Case> cases =
          part == Part.ALL
              ? dataset.cases()
              : UnseenCases.of(card, dataset, ChosenModels.files(models).size());
      Output output = new Output(json, predictionFolder(json, predictions));
      return predictor.objective().wholeImage()
          ? answer(card.outputNames(), cases, image -> answer(predictor, image), output)
          : segment(Structures.of(card), cases, image -> segment(predictor, image), output);
    }
  }

  private LabelMap segment(Predictor predictor, Volume image) throws IOException {
    inference.tellOfSmallerTiles(predictor, image);
    return InferenceOptions.segment(predictor, image);
  }

  private static List<Double> answer(Predictor predictor, Volume image) throws IOException {
    Prediction prediction = InferenceOptions.predict(predictor, image);
    return prediction instanceof Prediction.Classification found
        ? found.probabilities()
        : ((Prediction.Regression) prediction).values();
  }

  private int evaluateRun(PluginRegistry registry, Path path) throws IOException {
    RunFolder run = RunFolder.open(path);
    RunInfo info = run.info();
    if (data != null) {
      Output output = new Output(json, predictionFolder(json, predictions));
      return evaluate(registry, run, info, data, output);
    }
    boolean several = info.datasets().size() > 1;
    for (RunInfo.Trained each : info.datasets()) {
      if (several && part != Part.ALL && run.split(each.name()).validation().isEmpty()) {
        spec.commandLine().getOut().printf("%s has no validation case%n", each.name());
        continue;
      }
      if (several) {
        spec.commandLine().getOut().println(each.name());
      }
      Path file = json == null || !several ? json : beside(json, each.name());
      Path folder =
          predictions == null || !several ? predictions : predictions.resolve(each.name());
      evaluate(
          registry,
          run,
          info,
          new DataArgument(each.name(), DatasetSource.none()),
          new Output(file, predictionFolder(file, folder)));
    }
    return ExitCode.OK;
  }

  private static Path beside(Path json, String dataset) {
    return json.resolveSibling(stem(json) + "-" + dataset + ".json");
  }

  private static String stem(Path json) {
    return json.getFileName().toString().replaceFirst("\\.json$", "");
  }

  private int evaluate(
      PluginRegistry registry, RunFolder run, RunInfo info, DataArgument named, Output output)
      throws IOException {
    DatasetSource source = info.dataset(named.name()).source(named.source());
    Dataset dataset =
        new DataArgument(named.name(), source)
            .open(info.declaredOn(registry), spec.commandLine().getOut());
    try (TrainedNetwork head = TrainedNetwork.open(run, registry, named.name())) {
      UnseenCases.checkFits(head.card(), dataset);
      List<Case> all = dataset.cases();
      List<Case> cases = part == Part.ALL ? all : run.split(named.name()).validationCases(all);
      if (cases.isEmpty()) {
        throw UnseenCases.none(named.name());
      }
      DatasetDescriptor descriptor = dataset.descriptor();
      return head.objective().wholeImage()
          ? answer(descriptor.outputNames(), cases, head::answer, output)
          : segment(Structures.of(descriptor), cases, head::segment, output);
    }
  }

  /** Where the figures and the predicted labels go, if anywhere. */
  private record Output(@Nullable Path json, @Nullable Path predictions) {}

  private int segment(
      Structures structures, List<Case> cases, Evaluator.Segmentation segmentation, Output output)
      throws IOException {
    Evaluator evaluator = new Evaluator(structures, true);
    Path folder = output.predictions();
    if (folder != null) {
      OutputException.writing(folder, () -> Files.createDirectories(folder));
      evaluator = evaluator.keepingPredictions(folder);
    }
    try (Progress progress = new Progress("Evaluating")) {
      return report(
          evaluator.evaluate(cases, segmentation, progress), structures.names(), output.json());
    }
  }

  /** Beside the JSON, which names them, unless another folder is named. */
  private static @Nullable Path predictionFolder(@Nullable Path json, @Nullable Path named) {
    return named != null || json == null ? named : json.resolveSibling(stem(json) + "-predictions");
  }

  private int answer(
      List<String> names, List<Case> cases, WholeImageEvaluation.Answering answering, Output output)
      throws IOException {
    if (predictions != null) {
      throw misused("the model writes no labels; leave out --predictions");
    }
    try (Progress progress = new Progress("Evaluating")) {
      return report(
          WholeImageEvaluation.evaluate(cases, answering, progress), names, output.json());
    }
  }

  private int report(Summary summary, List<String> names, @Nullable Path file)
      throws OutputException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(summary.toTable(names));
    out.flush();
    if (file != null) {
      OutputException.writing(file, () -> summary.write(file));
    }
    return ExitCode.OK;
  }
}
