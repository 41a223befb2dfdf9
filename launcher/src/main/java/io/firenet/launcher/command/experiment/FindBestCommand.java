package io.firenet.launcher.command.experiment;

import io.firenet.core.evaluation.TextTable;
import io.firenet.core.experiment.BestModel;
import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.core.experiment.ModelChoice;
import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.command.export.ExportedModels;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.Progress;
import io.firenet.model.ChosenModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Chooses the best network or mean of two by the validation cases. */
@Command(
    name = "find-best",
    description = {
      "Find the network, or the mean of two, that does best on the validation cases.",
      "",
      "Compares the methods of experiments and cross-validations on the same splits by mean Dice,"
          + " each case judged by models that have not trained on it, and writes a choice that"
          + " predict and evaluate take as a model. Where there are folds it names the models of all"
          + " of them, whose outputs are averaged for new images."
    },
    footer = {
      "",
      "Examples:",
      "  firenet find-best cv-firenet cv-unet --dataset msd-hippocampus --out best.json",
      "  firenet predict --model best.json --in image.nii.gz --out labels.nii.gz"
    })
public final class FindBestCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "The folders of experiments or cross-validations.")
  private List<Path> folders;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "For which dataset; needed where the first folder has several.")
  private @Nullable String dataset;

  @Option(
      names = "--out",
      paramLabel = "FILE.json",
      description = "Where the choice goes. Default: best/DATASET.json in the first folder.")
  private @Nullable Path out;

  @Option(
      names = "--no-ensembles",
      description = "Compare networks by themselves only, without applying any model.")
  private boolean single;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(this::find);
  }

  private int find(PluginRegistry registry) throws IOException {
    List<ExperimentFolder> opened = new ArrayList<>();
    for (Path folder : folders) {
      opened.add(ExperimentFolder.open(folder));
    }
    String name = dataset == null ? only(opened.get(0)) : dataset;
    for (ExperimentFolder folder : opened) {
      folder.experiment().dataset(name);
    }
    Path file =
        out == null ? folders.get(0).resolve("best").resolve(name + ChosenModels.SUFFIX) : out;
    if (!file.toString().endsWith(ChosenModels.SUFFIX)) {
      throw new IllegalArgumentException("--out must end with .json, got " + file);
    }
    PrintWriter writer = spec.commandLine().getOut();
    ModelChoice choice;
    try (Progress progress = new Progress("Averaging")) {
      choice =
          new BestModel(opened, ExportedModels::open, progress, writer::println)
              .find(name, registry, file, !single);
    }
    OutputException.writing(file, () -> choice.write(file));
    TextTable table = new TextTable("candidate", "Dice");
    for (ModelChoice.Candidate one : choice.candidates()) {
      table.row(String.join(" + ", one.methods()), TextTable.decimal(one.dice(), 4));
    }
    writer.print(table);
    writer.printf(
        "%s: %s, %s models, on %s validation cases%n",
        file, String.join(" + ", choice.methods()), choice.models().size(), choice.cases());
    writer.flush();
    return ExitCode.OK;
  }

  private static String only(ExperimentFolder folder) throws IOException {
    List<String> names =
        folder.experiment().datasets().stream().map(ExperimentDataset::name).toList();
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          "%s has several datasets; choose with --dataset, one of %s"
              .formatted(folder.path(), String.join(", ", names)));
    }
    return names.get(0);
  }
}
