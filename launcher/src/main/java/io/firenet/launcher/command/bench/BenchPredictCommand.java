package io.firenet.launcher.command.bench;

import io.firenet.core.bench.Contestant;
import io.firenet.core.bench.NetworkFlops;
import io.firenet.core.bench.Peer;
import io.firenet.core.bench.ProcessMemory;
import io.firenet.core.bench.StepBenchmark;
import io.firenet.core.bench.StepTiming;
import io.firenet.core.bench.SyntheticCase;
import io.firenet.core.engine.Compute;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.onnx.ExportOptions;
import io.firenet.core.onnx.ExportPrecision;
import io.firenet.core.onnx.ExportTarget;
import io.firenet.core.onnx.OnnxExporter;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.process.FirenetVersion;
import io.firenet.model.ModelCard;
import io.firenet.model.Provenance;
import io.firenet.network.Network;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures segmentation with a network, exported with random weights. */
@Command(
    name = "predict",
    description = {
      "Time segmentation by ONNX Runtime with a network, exported with random weights.",
      "",
      "Times the whole way from a 1 mm image in memory to labels on its grid; of what it is"
          + " compared with, only the network, from an array to an array."
    },
    footer = {
      "",
      "Examples:",
      "  firenet bench predict --shape 64,64,64 --json bench.json",
      "  firenet bench predict --shape 64,64,64 --compare --peer libtorch"
    })
public final class BenchPredictCommand implements Callable<Integer> {

  /** The first is this project's own default, the last the plain use of ONNX Runtime. */
  private static final List<ExportOptions> COMPARED =
      List.of(
          ExportOptions.DEFAULT,
          new ExportOptions(ExportPrecision.INT8, ExportTarget.CPU),
          new ExportOptions(ExportPrecision.F32, ExportTarget.GPU));

  @Mixin private BenchOptions options;

  @Option(
      names = "--compare",
      description =
          "Time int8 as well, and the plain use of ONNX Runtime on convolutions of volumes.")
  private boolean compare;

  @Option(
      names = "--peer",
      paramLabel = "NAME",
      description = {
        "Run another library in turns, in single precision and with the same weights: libtorch, in"
            + " a build with mvn -Ppeer -DskipTests package."
      })
  private @Nullable String peer;

  @Mixin private PluginFolders plugins;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    GridSize size = options.size();
    int steps = options.steps();
    int warmUp = options.warmUp();
    int threads = options.useThreads();
    return plugins.with(registry -> measure(registry, size, warmUp, steps, threads));
  }

  private int measure(PluginRegistry registry, GridSize size, int warmUp, int steps, int threads)
      throws IOException {
    Network network = options.network(registry);
    Peer other = peer == null ? null : named(peer);
    Compute compute = Compute.on(Device.CPU);
    double peak = compute.library().gigaflops(compute.device(), ElementType.FLOAT32);
    SyntheticCase data = SyntheticCase.of(1, size, BenchOptions.CLASSES, 2);
    Path folder = Files.createTempDirectory("firenet-bench");
    try {
      Map<String, float[]> weights = weights(network);
      List<Supplier<Contestant>> entries = new ArrayList<>();
      for (ExportOptions form : compare ? COMPARED : List.of(ExportOptions.DEFAULT)) {
        Path file = folder.resolve("%s-%s.onnx".formatted(form.precision(), form.target()));
        Volume image = new Volume(ImageGeometry.axisAligned(size, 1), 1, data.image());
        OnnxExporter.write(
            network,
            spec -> weights.get(spec.name()),
            card(network, options.networkName()),
            form,
            List.of(image),
            file);
        entries.add(
            form.target() == ExportTarget.GPU
                ? () -> PredictContestants.plain(file, threads)
                : () ->
                    PredictContestants.segmenter("FIRENet, " + form.precision(), file, threads));
      }
      if (other != null) {
        entries.addAll(
            other.predictors(
                network.withoutAuxiliary(), threads, spec -> weights.get(spec.name())));
      }
      List<StepTiming> timings =
          new StepBenchmark(warmUp, steps)
              .run(entries, data, size).stream().map(BenchPredictCommand::withoutLosses).toList();
      options.report(
          new BenchReport(
              "predict",
              "f32",
              threads,
              NetworkFlops.forward(network.withoutAuxiliary(), size),
              peak,
              timings,
              Map.of(),
              entries.size() == 1 ? ProcessMemory.peak() : OptionalLong.empty()));
    } finally {
      for (ExportOptions form : COMPARED) {
        Files.deleteIfExists(
            folder.resolve("%s-%s.onnx".formatted(form.precision(), form.target())));
      }
      Files.deleteIfExists(folder);
    }
    return ExitCode.OK;
  }

  private static Map<String, float[]> weights(Network network) {
    Map<String, float[]> weights = new HashMap<>();
    try (TrainingEngine engine = new TrainingEngine(Map.of("bench", network), 1)) {
      network
          .weights()
          .forEach(spec -> weights.put(spec.name(), engine.network("bench").values(spec)));
    }
    return weights;
  }

  private static StepTiming withoutLosses(StepTiming timing) {
    return new StepTiming(
        timing.name(), timing.size(), new double[0], timing.seconds(), timing.memoryBytes());
  }

  private Peer named(String name) {
    try {
      return Peer.named(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static ModelCard card(Network network, String name) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return ModelCard.builder(name, "bench")
        .parameters(network.parameters())
        .title("Random weights")
        .objective("segmentation")
        .channels("image")
        .labels("background", "one", "two")
        .preprocessing(PreprocessingPlan.PAPER)
        .licence("CC0")
        .provenance(Provenance.builder(FirenetVersion.software()).finishedAt(now).build())
        .build();
  }
}
