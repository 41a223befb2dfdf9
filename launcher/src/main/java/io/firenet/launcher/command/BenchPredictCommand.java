package io.firenet.launcher.command;

import io.firenet.core.bench.NetworkFlops;
import io.firenet.core.bench.ProcessMemory;
import io.firenet.core.bench.StepTiming;
import io.firenet.core.bench.SyntheticCase;
import io.firenet.core.dl4j.MachinePeak;
import io.firenet.core.dl4j.Precision;
import io.firenet.core.dl4j.TrainingEngine;
import io.firenet.core.onnx.OnnxExporter;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.launcher.ExitCode;
import io.firenet.launcher.FirenetVersion;
import io.firenet.launcher.PluginFolders;
import io.firenet.model.ModelCard;
import io.firenet.model.Provenance;
import io.firenet.network.Network;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.runtime.Segmenter;
import io.firenet.runtime.SegmenterOptions;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures segmentation with a network, exported with random weights. */
@Command(
    name = "predict",
    description = {
      "Time segmentation by ONNX Runtime with a network, exported with random weights.",
      "",
      "Times the whole way from a 1 mm image in memory to labels on its grid."
    },
    footer = {"", "Example:", "  firenet bench predict --shape 64,64,64 --json bench.json"})
public final class BenchPredictCommand implements Callable<Integer> {

  private static final int WARM_UP = 2;

  @Mixin private BenchOptions options;
  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws Exception {
    GridSize size = options.size();
    int steps = options.steps();
    int threads = options.useThreads();
    return plugins.with(registry -> measure(registry, size, steps, threads));
  }

  private int measure(PluginRegistry registry, GridSize size, int steps, int threads)
      throws IOException {
    Network network = options.network(registry);
    double peak = MachinePeak.gigaflops(Precision.F32);
    Volume image =
        new Volume(
            ImageGeometry.axisAligned(size, 1),
            1,
            SyntheticCase.of(1, size, BenchOptions.CLASSES, 2).image());
    Path folder = Files.createTempDirectory("firenet-bench");
    Path file = folder.resolve("random.onnx");
    double[] seconds = new double[steps];
    try {
      try (TrainingEngine engine = new TrainingEngine(Map.of("bench", network), 1)) {
        OnnxExporter.write(
            network, engine.head("bench")::values, card(network, options.networkName()), file);
      }
      try (Segmenter segmenter =
          Segmenter.open(file, SegmenterOptions.DEFAULT.withThreads(threads))) {
        for (int i = -WARM_UP; i < steps; i++) {
          long start = System.nanoTime();
          segmenter.segment(image);
          if (i >= 0) {
            seconds[i] = (System.nanoTime() - start) / 1e9;
          }
        }
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
    StepTiming timing =
        new StepTiming("ONNX Runtime", size, new double[0], seconds, ProcessMemory.peak());
    options.report(
        new BenchReport(
            "predict",
            "f32",
            threads,
            NetworkFlops.forward(network.withoutAuxiliary(), size),
            peak,
            List.of(timing),
            Map.of(),
            ProcessMemory.peak()));
    return ExitCode.OK;
  }

  private static ModelCard card(Network network, String name) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new ModelCard(
        ModelCard.FORMAT_VERSION,
        name,
        network.parameters(),
        "bench",
        "Random weights",
        "segmentation",
        List.of("image"),
        List.of("background", "one", "two"),
        List.of(),
        PreprocessingPlan.PAPER,
        "CC0",
        "",
        new Provenance(FirenetVersion.software(), Map.of(), 0, 1, 0, now, Map.of()));
  }
}
