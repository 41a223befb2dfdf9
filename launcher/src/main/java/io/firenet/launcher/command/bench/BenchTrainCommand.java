package io.firenet.launcher.command.bench;

import io.firenet.core.bench.Contestant;
import io.firenet.core.bench.NetworkFlops;
import io.firenet.core.bench.OwnEngine;
import io.firenet.core.bench.Peer;
import io.firenet.core.bench.ProcessMemory;
import io.firenet.core.bench.StepBenchmark;
import io.firenet.core.bench.StepTiming;
import io.firenet.core.bench.SyntheticCase;
import io.firenet.core.engine.Compute;
import io.firenet.core.engine.Precision;
import io.firenet.core.plugin.PluginRegistry;
import io.firenet.launcher.argument.PluginFolders;
import io.firenet.launcher.command.train.DeviceOption;
import io.firenet.launcher.process.ExitCode;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures training steps of a network. */
@Command(
    name = "train",
    description = {
      "Time training steps of a network: forward, three losses, backward, Adam.",
      "",
      "Shows the median of several steps, the share of what a matrix product reaches in the same"
          + " run, memory, and where the time goes."
    },
    footer = {
      "",
      "Examples:",
      "  firenet bench train --shape 64,64,64",
      "  firenet bench train --shape 64,64,64 --precision f32 --peer libtorch --json bench.json"
    })
public final class BenchTrainCommand implements Callable<Integer> {

  private static final double LEARNING_RATE = 1e-4;

  @Mixin private BenchOptions options;

  @Option(
      names = "--precision",
      paramLabel = "auto|f32|bf16",
      defaultValue = "auto",
      description = "As in train; default: auto.")
  private Precision precision;

  @Option(
      names = "--peer",
      paramLabel = "NAME",
      description = {
        "Run another library in turns, in the same precision and from the same weights: libtorch, in"
            + " a build with mvn -Ppeer -DskipTests package."
      })
  private @Nullable String peer;

  @Option(
      names = "--alone",
      description = {
        "With --peer: leave out this project's own engine, so that the resident memory is the"
            + " peer's."
      })
  private boolean alone;

  @Mixin private DeviceOption device;
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
    Compute compute = device.compute();
    Precision resolved = resolve(network, compute);
    Peer other = peer == null ? null : named(peer);
    if (alone && other == null) {
      throw new ParameterException(spec.commandLine(), "--alone needs --peer NAME");
    }
    double peak = peak(compute, resolved);
    List<Supplier<Contestant>> entries = new ArrayList<>();
    OwnEngine own = alone ? null : new OwnEngine(network, resolved, LEARNING_RATE, compute);
    if (own != null) {
      entries.add(() -> own);
    }
    if (other != null) {
      Function<WeightSpec, float[]> weights =
          own == null ? BenchTrainCommand::anyValues : copied(own);
      entries.add(() -> other.create(network, resolved, threads, LEARNING_RATE, weights));
    }
    SyntheticCase data = SyntheticCase.of(1, size, BenchOptions.CLASSES, 2);
    List<StepTiming> timings = new StepBenchmark(warmUp, steps).run(entries, data, size);
    options.report(
        new BenchReport(
            "train",
            resolved.name().toLowerCase(Locale.ROOT),
            threads,
            NetworkFlops.step(network, size),
            Math.max(peak, peak(compute, resolved)), // other programs may disturb either
            timings,
            own == null ? Map.of() : own.secondsPerStep(),
            entries.size() == 1 ? ProcessMemory.peak() : OptionalLong.empty()));
    return ExitCode.OK;
  }

  private static Function<WeightSpec, float[]> copied(OwnEngine own) {
    Map<String, float[]> weights = own.weights();
    return w -> weights.get(w.name());
  }

  /** Values whose loss nobody compares, without the memory of an engine that has others. */
  private static float[] anyValues(WeightSpec weight) {
    Random random = new Random(1);
    float[] values = new float[Math.toIntExact(weight.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.05f * (float) random.nextGaussian();
    }
    return values;
  }

  private static double peak(Compute compute, Precision precision) {
    return compute.library().gigaflops(compute.device(), precision.type());
  }

  private Precision resolve(Network network, Compute compute) {
    try {
      return precision.resolve(network, compute);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Peer named(String name) {
    try {
      return Peer.named(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
