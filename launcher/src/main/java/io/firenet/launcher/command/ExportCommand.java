package io.firenet.launcher.command;

import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.training.Checkpoints;
import io.firenet.core.training.RunFolder;
import io.firenet.core.training.TrainedHead;
import io.firenet.launcher.ExitCode;
import io.firenet.launcher.PluginFolders;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a trained head as one ONNX file. */
@Command(
    name = "export",
    description = {
      "Write one dataset's network of a run as an ONNX file.",
      "",
      "The file carries all that a user needs: channels, spacing, intensity rule, labels, licence"
          + " and where the weights come from. It is written only if ONNX Runtime computes what"
          + " training computed."
    },
    footer = {
      "",
      "Example:",
      "  firenet export --run runs/hippocampus --dataset msd-hippocampus --out hippocampus.onnx"
    })
public final class ExportCommand implements Callable<Integer> {

  @Option(names = "--run", required = true, paramLabel = "RUN", description = "The run's folder.")
  private Path run;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description = "Whose network to export.")
  private String dataset;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.onnx",
      description = "Where the model goes.")
  private Path out;

  @Option(
      names = "--checkpoint",
      defaultValue = "latest",
      description = "Which weights: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
  private Checkpoints.Choice checkpoint;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return plugins.with(this::export);
  }

  private int export(PluginRegistry registry) throws Exception {
    RunFolder folder = RunFolder.open(run);
    try (TrainedHead head = TrainedHead.open(folder, registry, dataset, checkpoint)) {
      OutputException.writing(out, () -> head.export(out));
      PrintWriter writer = spec.commandLine().getOut();
      writer.printf(
          Locale.ROOT,
          "%s: %s after %d epochs, %.1f MB; ONNX Runtime agrees with Deeplearning4j%n",
          out,
          dataset,
          head.state().epochs(),
          Files.size(out) / 1e6);
      writer.flush();
      return ExitCode.OK;
    }
  }
}
