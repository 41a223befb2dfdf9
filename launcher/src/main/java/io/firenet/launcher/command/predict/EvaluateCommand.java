package io.firenet.launcher.command.predict;

import io.firenet.core.data.Fold;
import io.firenet.core.data.Folds;
import io.firenet.core.data.Split;
import io.firenet.core.evaluation.Evaluator;
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
import io.firenet.launcher.argument.DataArgument;
import io.firenet.launcher.argument.ModelCatalogue;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.Progress;
import io.firenet.model.ChosenModels;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.model.Provenance;
import io.firenet.runtime.Prediction;
import io.firenet.runtime.Predictor;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
      "Compare what a model says of images with what is known of them.",
      "",
      "Segmentation: Dice, IoU, Hausdorff and mean surface distances on the images' own grids, in"
          + " millimetres. Classification: sensitivities, AUC, accuracy. Regression: mean absolute"
          + " and root mean squared errors in the values' units, R²."
    },
    footer = {
      "",
      "Examples:",
      "  firenet evaluate --run runs/hippocampus --data msd-hippocampus --json summary.json",
      "  firenet evaluate --model hippocampus.onnx --data msd-hippocampus=data/Task04_Hippocampus",
      "  firenet evaluate --model fold0.onnx fold1.onnx --data msd-spleen=data/Task09_Spleen"
          + " --split all --mirroring --largest-component spleen"
    })
public final class EvaluateCommand implements Callable<Integer> {

  /** Which cases. */
  enum Part {
    VALIDATION,
    ALL
  }

  @ArgGroup(multiplicity = "1")
  private Subject subject;

  @Option(
      names = "--data",
      required = true,
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description =
          DataArgument.DESCRIPTION
              + " With --run: what is left out, folder or options, is as in training.")
  private DataArgument data;

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
              + " summary.json, with the predicted labels in the folder FILE-predictions.")
  private @Nullable Path json;

  @Option(
      names = "--predictions",
      paramLabel = "DIR",
      description = "Where the predicted labels go, as CASE.nii.gz.")
  private @Nullable Path predictions;

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
    return plugins.with(
        registry ->
            subject.run == null
                ? evaluateModel(registry, catalogue.find(subject.models))
                : evaluateRun(registry, subject.run));
  }

  private int evaluateModel(PluginRegistry registry, List<Path> models) throws IOException {
    Dataset dataset = data.open(registry, spec.commandLine().getOut());
    try (Predictor predictor = inference.open(models)) {
      ModelCard card = predictor.card();
      checkFits(card, dataset);
      List<Case> cases = cases(card, dataset, ChosenModels.files(models).size());
      return predictor.objective().wholeImage()
          ? answer(card.outputNames(), cases, image -> answer(predictor, image))
          : segment(Structures.of(card), cases, image -> segment(predictor, image));
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
    DatasetSource source = info.dataset(data.name()).source(data.source());
    Dataset dataset =
        new DataArgument(data.name(), source)
            .open(info.declaredOn(registry), spec.commandLine().getOut());
    try (TrainedNetwork head = TrainedNetwork.open(run, registry, data.name())) {
      checkFits(head.card(), dataset);
      List<Case> all = dataset.cases();
      List<Case> cases = part == Part.ALL ? all : run.split(data.name()).validationCases(all);
      DatasetDescriptor descriptor = dataset.descriptor();
      return head.objective().wholeImage()
          ? answer(descriptor.outputNames(), cases, head::answer)
          : segment(Structures.of(descriptor), cases, head::segment);
    }
  }

  private int segment(Structures structures, List<Case> cases, Evaluator.Segmentation segmentation)
      throws IOException {
    Evaluator evaluator = new Evaluator(structures, true);
    Path folder = predictionFolder();
    if (folder != null) {
      OutputException.writing(folder, () -> Files.createDirectories(folder));
      evaluator = evaluator.keepingPredictions(folder);
    }
    try (Progress progress = new Progress("Evaluating")) {
      return report(evaluator.evaluate(cases, segmentation, progress), structures.names());
    }
  }

  /** Beside the JSON, which names them, unless another folder is named. */
  private @Nullable Path predictionFolder() {
    if (predictions != null || json == null) {
      return predictions;
    }
    String name = json.getFileName().toString().replaceFirst("\\.json$", "");
    return json.resolveSibling(name + "-predictions");
  }

  private int answer(List<String> names, List<Case> cases, WholeImageEvaluation.Answering answering)
      throws IOException {
    if (predictions != null) {
      throw new ParameterException(
          spec.commandLine(), "the model writes no labels; leave out --predictions");
    }
    try (Progress progress = new Progress("Evaluating")) {
      return report(WholeImageEvaluation.evaluate(cases, answering, progress), names);
    }
  }

  private int report(Summary summary, List<String> names) throws OutputException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(summary.toTable(names));
    out.flush();
    if (json != null) {
      Path file = json;
      OutputException.writing(file, () -> summary.write(file));
    }
    return ExitCode.OK;
  }

  private List<Case> cases(ModelCard card, Dataset dataset, int models) {
    List<Case> all = dataset.cases();
    if (part == Part.ALL) {
      return all;
    }
    if (models > 1 && card.provenance().fold().isPresent()) {
      throw new IllegalArgumentException(
          "models of several folds have seen each other's validation cases; use --split all with"
              + " images that none has seen, or one model");
    }
    if (card.provenance().fold().equals(Optional.of(Provenance.GIVEN_SPLIT))) {
      throw new IllegalArgumentException(
          "the model was trained with a split from a file, so which cases it has not seen cannot be"
              + " told; use its run, with --run, or --split all");
    }
    String name = dataset.descriptor().name();
    int trainedWith =
        card.provenance().trainedOn().getOrDefault(name, 0)
            + card.provenance().validationCases().orElse(0);
    if (trainedWith != all.size()) {
      throw new IllegalArgumentException(
          "the model was trained with %s cases of '%s' and here are %s, so which it has not seen"
                  .formatted(trainedWith, name, all.size())
              + " cannot be told; use --split all, or the cases of its training");
    }
    Provenance provenance = card.provenance();
    if (provenance.fold().isEmpty()) {
      return Split.draw(all, provenance.validationShare(), provenance.seed()).validationCases(all);
    }
    Fold fold = Fold.parse(provenance.fold().get());
    return Folds.draw(all, fold.count(), provenance.seed())
        .fold(fold.number())
        .validationCases(all);
  }

  private static void checkFits(ModelCard card, Dataset dataset) throws ModelException {
    var expected = dataset.descriptor();
    if (!card.outputNames().equals(expected.outputNames())
        || !card.regions().equals(expected.regions())
        || card.channels().size() != expected.channels().size()) {
      throw new ModelException(
          "the model for '%s' (channels %s, outputs %s) does not fit dataset '%s' (%s, %s)"
              .formatted(
                  card.dataset(),
                  card.channels(),
                  card.outputNames(),
                  expected.name(),
                  expected.channels(),
                  expected.outputNames()));
    }
  }
}
