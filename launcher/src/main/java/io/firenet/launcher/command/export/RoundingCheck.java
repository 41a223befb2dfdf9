package io.firenet.launcher.command.export;

import io.firenet.core.data.Split;
import io.firenet.core.evaluation.EvaluationSummary;
import io.firenet.core.evaluation.Evaluator;
import io.firenet.core.evaluation.Metric;
import io.firenet.core.evaluation.Structures;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.TrainedNetwork;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetSource;
import io.firenet.launcher.argument.DataArgument;
import io.firenet.launcher.stream.Count;
import io.firenet.launcher.stream.Progress;
import io.firenet.model.ModelException;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Compares the Dice of a model of lower precision with that of the network as it was trained. */
final class RoundingCheck {

  @Option(
      names = "--data",
      paramLabel = DataArgument.LABEL,
      converter = DataArgument.Converter.class,
      description = "The dataset of fp16 and int8; default: where the run found it.")
  private @Nullable DataArgument data;

  @Option(
      names = "--calibration-cases",
      paramLabel = "N",
      defaultValue = "8",
      description = "Training cases on which ranges of integers are measured; default: 8.")
  private int calibrationCases;

  @Option(
      names = "--check-cases",
      paramLabel = "N",
      defaultValue = "20",
      description = "Validation cases on which the Dice is compared, 0 for none; default: 20.")
  private int checkCases;

  @Option(
      names = "--max-dice-loss",
      paramLabel = "X",
      defaultValue = "0.005",
      converter = LossConverter.class,
      description = "No file is written if rounding costs more mean Dice; default: 0.005.")
  private double maxDiceLoss;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * The cases that are used.
   *
   * @param calibration images of training cases
   * @param checked validation cases
   */
  record Cases(List<Volume> calibration, List<Case> checked) {}

  Cases cases(RunFolder run, PluginRegistry registry, String name) throws IOException {
    if (calibrationCases < 1 || checkCases < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--calibration-cases must be at least 1 and --check-cases at least 0, got %s and %s"
              .formatted(calibrationCases, checkCases));
    }
    if (data != null && !data.name().equals(name)) {
      throw new ParameterException(
          spec.commandLine(), "--data must be of '%s', got '%s'".formatted(name, data.name()));
    }
    RunInfo info = run.info();
    Dataset dataset =
        info.declaredOn(registry)
            .dataset(name)
            .open(info.dataset(name).source(data == null ? DatasetSource.none() : data.source()));
    Split split = run.split(name);
    List<Case> all = dataset.cases();
    List<Volume> calibration = new ArrayList<>();
    for (Case one : some(split.trainingCases(all), calibrationCases)) {
      calibration.add(one.image());
    }
    return new Cases(calibration, some(split.validationCases(all), checkCases));
  }

  /** Some cases, spread over the list. */
  private static List<Case> some(List<Case> cases, int count) {
    List<Case> some = new ArrayList<>();
    int taken = Math.min(count, cases.size());
    for (int i = 0; i < taken; i++) {
      some.add(cases.get((int) ((long) i * cases.size() / taken)));
    }
    return some;
  }

  /**
   * Prints both Dice.
   *
   * @throws ModelException if rounding costs too much
   */
  void compare(TrainedNetwork head, Path model, Cases cases, PrintWriter out) throws IOException {
    if (cases.checked().isEmpty() || head.objective().wholeImage()) {
      out.println("what rounding costs was not measured");
      return;
    }
    Evaluator evaluator = new Evaluator(Structures.of(head.card()), false);
    double exact;
    double rounded;
    try (ExportedModels rounding = ExportedModels.open(List.of(model))) {
      try (Progress progress = new Progress("As trained")) {
        exact = dice(evaluator.evaluate(cases.checked(), head::segment, progress));
      }
      try (Progress progress = new Progress("Rounded")) {
        rounded = dice(evaluator.evaluate(cases.checked(), rounding::segment, progress));
      }
    }
    out.printf(
        Locale.ROOT,
        "mean Dice of %s: %.4f as trained, %.4f rounded, loss %.4f%n",
        Count.of(cases.checked().size(), "validation case"),
        exact,
        rounded,
        exact - rounded);
    if (!(exact - rounded <= maxDiceLoss)) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "not written: rounding costs %.4f of mean Dice, at most %s is allowed; take f32, more"
                  + " --calibration-cases, or a larger --max-dice-loss",
              exact - rounded,
              maxDiceLoss));
    }
  }

  private static double dice(EvaluationSummary summary) {
    return summary.foregroundMean().get(Metric.DICE);
  }

  /** Reads a difference of two Dice coefficients. */
  static final class LossConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      if (!text.matches("-?(0?\\.\\d+|[01])")) { // a negative one asks for a gain
        throw new TypeConversionException(
            "expected a difference of Dice from -1 to 1, such as 0.005, got '%s'".formatted(text));
      }
      return Double.valueOf(text);
    }
  }
}
