package io.firenet.launcher.command.export;

import io.firenet.core.io.OutputException;
import io.firenet.core.onnx.ExportOptions;
import io.firenet.core.onnx.ExportPrecision;
import io.firenet.core.onnx.ExportTarget;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.TrainedNetwork;
import io.firenet.core.training.run.RunException;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.file.AtomicFile;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.Count;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a trained head as one ONNX file. */
@Command(
    name = "export",
    description = {
      "Write one dataset's network of a run as an ONNX file.",
      "",
      "The file carries all that a user needs: channels, spacing, intensity rule, labels, licence"
          + " and where the weights come from. It is written only if ONNX Runtime computes what"
          + " training computed.",
      "",
      "In fp16 the file is half as large. In int8 3x3x3 convolutions are computed in integers, which"
          + " is several times as fast on the CPU; their ranges are measured on training cases."
          + " Both are segmented with before the file gets its name, and what rounding costs in"
          + " Dice is said."
    },
    footer = {
      "",
      "Examples:",
      "  firenet export --run runs/hippocampus --out hippocampus.onnx",
      "  firenet export --run runs/many --dataset msd-hippocampus --precision int8 --out fast.onnx"
    })
public final class ExportCommand implements Callable<Integer> {

  @Option(names = "--run", required = true, paramLabel = "RUN", description = "The run's folder.")
  private Path run;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Whose network to export; needed where the run has trained several datasets.")
  private @Nullable String named;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.onnx",
      description = "Where the model goes.")
  private Path out;

  @Option(
      names = "--precision",
      paramLabel = "f32|fp16|int8",
      defaultValue = "f32",
      description = "Number formats of the model; default: f32.")
  private ExportPrecision precision;

  @Option(
      names = "--for",
      paramLabel = "cpu|gpu",
      defaultValue = "cpu",
      description = {
        "What the graph is made for; default: cpu. A graph for the CPU runs on a GPU too, and takes"
            + " more memory."
      })
  private ExportTarget target;

  @Mixin private RoundingCheck check;
  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(this::export);
  }

  private int export(PluginRegistry registry) throws Exception {
    ExportOptions options = options();
    RunFolder folder = RunFolder.open(run);
    String dataset = named == null ? onlyDataset(folder) : named;
    try (TrainedNetwork head = TrainedNetwork.open(folder, registry, dataset)) {
      if (precision == ExportPrecision.F32) {
        OutputException.writing(out, () -> head.export(out, options, List.of()));
      } else {
        RoundingCheck.Cases cases = check.cases(folder, registry, dataset);
        Path draft = out.resolveSibling(out.getFileName() + ".unchecked");
        try {
          OutputException.writing(out, () -> head.export(draft, options, cases.calibration()));
          PrintWriter writer = spec.commandLine().getOut();
          check.compare(head, draft, cases, writer);
          OutputException.writing(out, () -> AtomicFile.publish(draft, out));
        } finally {
          Files.deleteIfExists(draft);
        }
      }
      PrintWriter writer = spec.commandLine().getOut();
      writer.printf(
          Locale.ROOT,
          "%s: %s after %s, %s, %.1f MB; ONNX Runtime agrees with Deeplearning4j%s%n",
          out,
          dataset,
          Count.of(head.state().epochs(), "epoch"),
          precision,
          Files.size(out) / 1e6,
          precision == ExportPrecision.F32 ? "" : " before rounding");
      writer.flush();
      return ExitCode.OK;
    }
  }

  private String onlyDataset(RunFolder folder) throws RunException {
    List<String> datasets = folder.info().datasets().stream().map(RunInfo.Trained::name).toList();
    if (datasets.size() != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "the run has trained %s datasets; name one with --dataset: %s"
              .formatted(datasets.size(), String.join(", ", datasets)));
    }
    return datasets.get(0);
  }

  private ExportOptions options() {
    try {
      return new ExportOptions(precision, target);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
