package io.firenet.launcher.command;

import io.firenet.core.data.Split;
import io.firenet.core.evaluation.EvaluationSummary;
import io.firenet.core.evaluation.Evaluator;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.launcher.DataArgument;
import io.firenet.launcher.ExitCode;
import io.firenet.launcher.OutputException;
import io.firenet.launcher.PluginFolders;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.model.Provenance;
import io.firenet.runtime.Segmenter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares a model's labels with those of a dataset. */
@Command(
    name = "evaluate",
    description = {
      "Segment labelled images and compare: Dice, IoU, Hausdorff and mean surface distances.",
      "",
      "All is measured on the images' own grids, distances in millimetres."
    },
    footer = {
      "",
      "Example:",
      "  firenet evaluate --model hippocampus.onnx --data msd-hippocampus=data/Task04_Hippocampus"
    })
public final class EvaluateCommand implements Callable<Integer> {

  /** Which cases. */
  enum Part {
    VALIDATION,
    ALL
  }

  @Mixin private ModelOptions model;

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
      description =
          "validation: the subjects that were kept out of the model's training"
              + " (default); all: every case.")
  private Part part;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write every case's figures, in the shape of nnU-Net's summary.json.")
  private @Nullable Path json;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(this::evaluate);
  }

  private int evaluate(PluginRegistry registry) throws IOException {
    Dataset dataset = data.open(registry);
    try (Segmenter segmenter = model.open();
        Progress progress = new Progress("Evaluating")) {
      ModelCard card = segmenter.card();
      checkFits(card, dataset);
      EvaluationSummary summary =
          new Evaluator(card.labels().size(), true)
              .evaluate(
                  cases(card, dataset), image -> ModelOptions.segment(segmenter, image), progress);
      PrintWriter out = spec.commandLine().getOut();
      out.print(summary.toTable(card.labels()));
      out.flush();
      if (json != null) {
        Path file = json;
        OutputException.writing(() -> summary.write(file));
      }
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
    Provenance from = card.provenance();
    return Split.draw(all, from.validationShare(), from.seed()).validationCases(all);
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
