package io.firenet.launcher.command;

import io.firenet.core.data.Split;
import io.firenet.core.evaluation.EvaluationSummary;
import io.firenet.core.evaluation.Evaluator;
import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.Checkpoints;
import io.firenet.core.training.RunFolder;
import io.firenet.core.training.TrainedHead;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.launcher.DataArgument;
import io.firenet.launcher.ExitCode;
import io.firenet.launcher.PluginFolders;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.runtime.Segmenter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares a model's or a run's labels with those of a dataset. */
@Command(
    name = "evaluate",
    description = {
      "Segment labelled images and compare: Dice, IoU, Hausdorff and mean surface distances.",
      "",
      "All is measured on the images' own grids, distances in millimetres."
    },
    footer = {
      "",
      "Examples:",
      "  firenet evaluate --run runs/hippocampus --data msd-hippocampus=data/Task04_Hippocampus",
      "  firenet evaluate --model hippocampus.onnx --data msd-hippocampus=data/Task04_Hippocampus"
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
      description = DataArgument.DESCRIPTION)
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
      description = "Also write every case's figures, in the shape of nnU-Net's summary.json.")
  private @Nullable Path json;

  @Mixin private DeviceOptions device;
  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  /** What is evaluated. */
  static final class Subject {
    @Option(names = "--model", paramLabel = "FILE", description = "An exported model.")
    private @Nullable Path model;

    @Option(names = "--run", paramLabel = "RUN", description = "A run, by its last checkpoint.")
    private @Nullable Path run;
  }

  @Override
  public Integer call() throws Exception {
    return plugins.with(
        registry ->
            subject.run == null
                ? evaluateModel(registry, subject.model)
                : evaluateRun(registry, subject.run));
  }

  private int evaluateModel(PluginRegistry registry, Path model) throws IOException {
    Dataset dataset = data.open(registry);
    try (Segmenter segmenter = device.open(model)) {
      ModelCard card = segmenter.card();
      checkFits(card, dataset);
      return evaluate(
          card.labels(), cases(card, dataset), image -> DeviceOptions.segment(segmenter, image));
    }
  }

  private int evaluateRun(PluginRegistry registry, Path path) throws IOException {
    RunFolder run = RunFolder.open(path);
    Dataset dataset = data.open(registry);
    try (TrainedHead head =
        TrainedHead.open(run, registry, data.name(), Checkpoints.Choice.LATEST)) {
      checkFits(head.card(), dataset);
      List<Case> all = dataset.cases();
      List<Case> cases = part == Part.ALL ? all : run.split(data.name()).validationCases(all);
      return evaluate(dataset.descriptor().labels(), cases, head::segment);
    }
  }

  private int evaluate(List<String> labels, List<Case> cases, Evaluator.Segmentation segmentation)
      throws IOException {
    EvaluationSummary summary;
    try (Progress progress = new Progress("Evaluating")) {
      summary = new Evaluator(labels.size(), true).evaluate(cases, segmentation, progress);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(summary.toTable(labels));
    out.flush();
    if (json != null) {
      Path file = json;
      OutputException.writing(file, () -> summary.write(file));
    }
    return ExitCode.OK;
  }

  private List<Case> cases(ModelCard card, Dataset dataset) {
    List<Case> all = dataset.cases();
    if (part == Part.ALL) {
      return all;
    }
    String name = dataset.descriptor().name();
    int trainedWith = card.provenance().trainedOn().getOrDefault(name, 0);
    if (trainedWith != all.size()) {
      throw new IllegalArgumentException(
          "the model was trained with %d cases of '%s' and here are %d, so which it has not seen"
                  .formatted(trainedWith, name, all.size())
              + " cannot be told; use --split all, or the cases of its training");
    }
    return Split.draw(all, card.provenance().validationShare(), card.provenance().seed())
        .validationCases(all);
  }

  private static void checkFits(ModelCard card, Dataset dataset) throws ModelException {
    var expected = dataset.descriptor();
    if (!card.labels().equals(expected.labels())
        || card.channels().size() != expected.channels().size()) {
      throw new ModelException(
          "the model for '%s' (channels %s, labels %s) does not fit dataset '%s' (%s, %s)"
              .formatted(
                  card.dataset(),
                  card.channels(),
                  card.labels(),
                  expected.name(),
                  expected.channels(),
                  expected.labels()));
    }
  }
}
