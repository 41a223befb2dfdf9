package io.firenet.launcher.command.demo;

import io.firenet.core.evaluation.EvaluationSummary;
import io.firenet.core.evaluation.Evaluator;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.io.OutputException;
import io.firenet.core.picture.Overlay;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.core.report.training.RunReports;
import io.firenet.core.training.RunSetup;
import io.firenet.core.training.TrainedNetwork;
import io.firenet.core.training.Trainer;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.NetworkChoice;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunLock;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetSource;
import io.firenet.format.ImageFormats;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.command.serve.Serving;
import io.firenet.launcher.command.train.DeviceOption;
import io.firenet.launcher.command.train.RunLog;
import io.firenet.launcher.command.train.TrainingProgress;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.FirenetVersion;
import io.firenet.launcher.process.Interruption;
import io.firenet.launcher.stream.Progress;
import io.firenet.runtime.Segmenter;
import io.firenet.server.ServerOptions;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole path on built-in data: train, export, segment, evaluate, pictures. */
@Command(
    name = "demo",
    description = {
      "Show the whole path on generated images: train a small network, export it, segment with the"
          + " exported file, evaluate, draw pictures.",
      "",
      "Takes under 3 minutes on 2 cores and needs no files."
    },
    footer = {"", "Examples:", "  firenet demo --out demo", "  firenet demo --serve"})
public final class DemoCommand implements Callable<Integer> {

  private static final String DATASET = "phantom";
  private static final Map<String, String> OPTIONS = Map.of("cases", "25", "seed", "7");
  private static final double MINUTES = 1.8;
  private static final int LEAST_STEPS = 240;

  /** Below it something is wrong: usual are 0.8 and more. */
  private static final double POOR_DICE = 0.6;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "firenet-demo",
      description = "Where everything goes; ${DEFAULT-VALUE} by default.")
  private Path out;

  @Option(
      names = "--serve",
      description = "In the end serve the model and show the image in a browser, until Ctrl-C.")
  private boolean serve;

  @Mixin private DeviceOption device;
  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    int code = plugins.with(this::demonstrate);
    if (code == ExitCode.OK && serve) {
      Serving.serve(
          ServerOptions.local(
              FirenetVersion.software(),
              new ServerOptions.Content(
                  List.of(model()),
                  List.of(),
                  List.of(out.resolve("run")),
                  List.of(),
                  Optional.empty())),
          server -> server.show(out.resolve("image.nii.gz"), "model"),
          spec.commandLine().getOut(),
          true);
    }
    return code;
  }

  private Path model() {
    return out.resolve("model.onnx");
  }

  private int demonstrate(PluginRegistry registry) throws Exception {
    say("1/4 training a small network on generated images");
    RunFolder run = RunFolder.create(out.resolve("run"));
    try (RunLock lock = RunLock.take(run.path(), this::say)) {
      return demonstrate(registry, run, lock);
    }
  }

  private int demonstrate(PluginRegistry registry, RunFolder run, RunLock lock) throws Exception {
    TrainingConfig config = config();
    DatasetSource source = new DatasetSource(Optional.empty(), OPTIONS);
    List<TrainingDataset> datasets =
        new RunSetup(registry, device.compute())
            .start(run, config, Map.of(DATASET, source), FirenetVersion.software());
    if (!train(run, config, datasets, lock)) {
      return ExitCode.INTERRUPTED;
    }
    Path model = model();
    try (TrainedNetwork head = TrainedNetwork.open(run, registry, DATASET)) {
      OutputException.writing(model, () -> head.export(model));
    }
    say("2/4 exported %s; ONNX Runtime agrees with Deeplearning4j".formatted(model));
    try (Segmenter segmenter = Segmenter.open(model)) {
      segmentOne(segmenter, datasets.get(0));
      say("4/4 evaluating the exported file on the cases kept for validation");
      double dice = evaluate(segmenter, datasets.get(0));
      if (!(dice >= POOR_DICE)) {
        spec.commandLine()
            .getErr()
            .println(
                String.format(
                    Locale.ROOT,
                    "firenet: error: the demo's result is poor, mean Dice %.2f where 0.8 is usual;"
                        + " if training was cut short, run it when the machine is less busy, else"
                        + " look at 'firenet doctor' and %s",
                    dice,
                    out.resolve("run/progress.png")));
        spec.commandLine().getErr().flush();
        return ExitCode.INTERNAL;
      }
    }
    say("see %s and %s".formatted(out.resolve("overlay.png"), out.resolve("run/progress.png")));
    if (!serve) {
      say("in a browser: firenet serve --open --model %s --run %s".formatted(model, run.path()));
    }
    return ExitCode.OK;
  }

  /** Small enough for minutes on two cores; everything else is as in real training. */
  private static TrainingConfig config() {
    FabricConfig small = new FabricConfig(12, 24, 4, 3, 2, List.of(1, 2, 4), 1e-5, 0.01);
    return TrainingConfig.builder()
        .network(NetworkChoice.of("firenet", small))
        .epochs(30)
        .minutes(MINUTES)
        .leastSteps(LEAST_STEPS)
        .build();
  }

  /** False if it was interrupted. */
  private boolean train(
      RunFolder run, TrainingConfig config, List<TrainingDataset> datasets, RunLock lock)
      throws IOException, InterruptedException {
    try (PrintWriter writer = RunLog.beside(spec.commandLine().getOut(), run);
        TrainingProgress progress = new TrainingProgress(writer, config);
        Interruption interruption = new Interruption()) {
      TrainingListener listener = progress.and(RunReports.of(run));
      RunState state =
          new Trainer(
                  config, datasets, run, listener, () -> interruption.requested() || lock.lost())
              .on(device.compute())
              .train();
      if (state.epochs() < config.epochs() && !interruption.requested()) {
        writer.printf(
            Locale.ROOT,
            "the demo's time limit of %s minutes ended training after %s of %s epochs, %s steps%n",
            MINUTES,
            state.epochs(),
            config.epochs(),
            state.steps());
        writer.flush();
      }
      return !interruption.requested() && !lock.lost() && state.epochs() > 0;
    }
  }

  private void segmentOne(Segmenter segmenter, TrainingDataset dataset) throws IOException {
    Case one = dataset.validation().get(0);
    Volume image = one.image();
    LabelMap reference = one.labels();
    LabelMap prediction = segmenter.segment(image);
    OutputException.writing(
        out,
        () -> {
          ImageFormats.write(out.resolve("image.nii.gz"), image);
          ImageFormats.write(out.resolve("reference.nii.gz"), reference);
          ImageFormats.write(out.resolve("prediction.nii.gz"), prediction);
          Overlay.writeComparison(
              image,
              reference,
              prediction,
              dataset.descriptor().labels(),
              out.resolve("overlay.png"));
        });
    say("3/4 segmented %s into %s".formatted(one.id(), out.resolve("prediction.nii.gz")));
  }

  /** Returns the mean Dice. */
  private double evaluate(Segmenter segmenter, TrainingDataset dataset) throws IOException {
    EvaluationSummary summary;
    try (Progress progress = new Progress("Evaluating")) {
      summary =
          new Evaluator(dataset.classes(), true)
              .evaluate(dataset.validation(), segmenter::segment, progress);
    }
    OutputException.writing(out, () -> summary.write(out.resolve("summary.json")));
    spec.commandLine().getOut().print(summary.toTable(dataset.descriptor().labels()));
    return summary.score().value();
  }

  private void say(String line) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.println(line);
    writer.flush();
  }
}
