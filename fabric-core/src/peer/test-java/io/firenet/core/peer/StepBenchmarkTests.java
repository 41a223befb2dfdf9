package io.firenet.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.bench.Contestant;
import io.firenet.core.bench.OwnEngine;
import io.firenet.core.bench.StepBenchmark;
import io.firenet.core.bench.StepTiming;
import io.firenet.core.bench.SyntheticCase;
import io.firenet.core.engine.Precision;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.network.RandomWeights;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The training step of the default network, engine against engine, as a table on the console and in
 * {@code target/step-benchmark.md}. {@code -Dfirenet.benchmark.sizes=36x52x36,64x64x64}, {@code
 * .threads}, {@code .steps} and {@code .engines} (text that a name must contain, to see one engine's
 * memory by itself) change what is run.
 */
@Tag("benchmark")
class StepBenchmarkTests {

  private static final int CLASSES = 3;
  private static final Network NETWORK =
      FabricNetwork.build(FabricConfig.DEFAULT, 1, new SegmentationDecoder(), CLASSES);
  private static final RandomWeights WEIGHTS = new RandomWeights(1);
  private static final List<TorchPrecision> MODES =
      List.of(TorchPrecision.FLOAT32, TorchPrecision.FLOAT32_ONEDNN, TorchPrecision.BFLOAT16);
  private static final double LEARNING_RATE = 1e-4;

  private final int threads =
      Integer.getInteger("firenet.benchmark.threads", Runtime.getRuntime().availableProcessors());
  private final int steps = Integer.getInteger("firenet.benchmark.steps", 7);
  private final List<GridSize> sizes =
      Arrays.stream(System.getProperty("firenet.benchmark.sizes", "36x52x36").split(","))
          .map(StepBenchmarkTests::size)
          .toList();

  @BeforeEach
  void sayWhatMachine() {
    System.out.printf(
        "%d threads, OMP_WAIT_POLICY=%s%n", threads, System.getenv("OMP_WAIT_POLICY"));
  }

  @Test
  void trainingStep() throws IOException {
    List<StepTiming> rows = new ArrayList<>();
    for (GridSize size : sizes) {
      SyntheticCase data = SyntheticCase.of(1, size, CLASSES, 2);
      List<StepTiming> timings = new StepBenchmark(2, steps).run(entries(), data, size);
      rows.addAll(timings);
      double expected = timings.get(0).losses()[0];
      for (StepTiming timing : timings) { // else they do not run the same network
        assertEquals(expected, timing.losses()[0], 1e-3 * expected, timing.name());
      }
    }
    String table = StepTiming.table(rows);
    System.out.print(table);
    String report = System.getProperty("firenet.benchmark.report");
    if (report != null) {
      Files.writeString(Path.of(report), table);
    }
  }

  @Test
  void forwardAlone() {
    for (GridSize size : sizes) {
      SyntheticCase data = SyntheticCase.of(1, size, CLASSES, 2);
      for (TorchPrecision precision : MODES) {
        try (TorchPeer peer = peer(precision)) {
          peer.outputs(data.image(), size);
          double[] seconds = new double[steps];
          for (int i = 0; i < steps; i++) {
            long start = System.nanoTime();
            peer.outputs(data.image(), size);
            seconds[i] = (System.nanoTime() - start) / 1e9;
          }
          Arrays.sort(seconds);
          System.out.printf(
              Locale.ROOT,
              "forward alone, %s, %s: median %.3f s, min %.3f s%n",
              size,
              peer.name(),
              seconds[steps / 2],
              seconds[0]);
        }
      }
    }
  }

  /** Who takes part; the first is what the others' ratio refers to. */
  private List<Supplier<Contestant>> entries() {
    List<Supplier<Contestant>> entries = new ArrayList<>();
    String wanted = System.getProperty("firenet.benchmark.engines", "");
    for (TorchPrecision precision : MODES) {
      if (precision.title().contains(wanted)) {
        entries.add(() -> peer(precision));
      }
    }
    for (Precision precision : List.of(Precision.F32, Precision.BF16)) {
      if (OwnEngine.name(precision).contains(wanted)) {
        entries.add(() -> new OwnEngine(NETWORK, precision, LEARNING_RATE, WEIGHTS));
      }
    }
    return entries;
  }

  private TorchPeer peer(TorchPrecision precision) {
    return new TorchPeer(NETWORK, precision, threads, LEARNING_RATE, WEIGHTS);
  }

  private static GridSize size(String text) {
    int[] sides = Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    return new GridSize(sides[0], sides[1], sides[2]);
  }
}
