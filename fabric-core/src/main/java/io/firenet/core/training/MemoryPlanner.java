package io.firenet.core.training;

import static io.firenet.core.training.MemoryPlan.gib;

import io.firenet.core.engine.Compute;
import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.core.engine.step.StepMemory;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import io.firenet.volume.GridSize;
import io.firenet.volume.Saturating;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds a {@link MemoryPlan}, or says why there is none. */
final class MemoryPlanner {

  /** Measured with images of one size: Java and its libraries. */
  private static final long LIBRARY_BYTES = 500L << 20;

  private static final int FLOATS_PER_WEIGHT = 4; // value, gradient, two moments
  private static final int FLOATS_OF_AVERAGING = 1; // the running mean, where there is one

  /** A buffer of Java's has at most 2³¹ − 1 bytes. */
  private static final long READABLE_VALUES = Integer.MAX_VALUE / Float.BYTES;

  private static final int IMAGES_IN_HEAP = 8; // being read, resampled, deformed and waiting

  private final TrainingConfig config;
  private final Compute compute;
  private final RunMemory memory;
  private final long availableBytes; // of the process

  MemoryPlanner(TrainingConfig config, Compute compute, RunMemory memory) {
    this.config = config;
    this.compute = compute;
    this.memory = memory;
    availableBytes = memory.processBytes().getAsLong();
  }

  MemoryPlan plan(List<TrainingDataset> datasets) throws IOException {
    Map<String, Network> networks = new LinkedHashMap<>();
    datasets.forEach(d -> networks.put(d.name(), d.network().build()));
    Network any = networks.values().iterator().next();
    long weights = any.parameters(Part.TRUNK);
    for (Network network : networks.values()) {
      weights = Saturating.plus(weights, network.parameters(Part.STEM, Part.DECODER));
    }
    checkWeights(weights);
    Map<String, LargestCase> cases = new LinkedHashMap<>();
    long cached = 0;
    for (TrainingDataset dataset : datasets) {
      LargestCase largest = LargestCase.of(dataset, config);
      cases.put(dataset.name(), largest);
      long images = dataset.training().size();
      cached =
          Saturating.plus(cached, Saturating.times(Float.BYTES, largest.imageValues(), images));
    }
    int sizes = cases.values().stream().mapToInt(LargestCase::sizes).sum();
    long compiled = compute.library().compiledBytes(any, sizes);
    long others =
        Saturating.plus(
            LIBRARY_BYTES + compiled, heapBytes(cases.values(), cached), weightBytes(weights));
    Map<String, MemoryPlan.Largest> plan = new LinkedHashMap<>();
    for (TrainingDataset dataset : datasets) {
      String name = dataset.name();
      checkReadable(networks.get(name), name, cases.get(name));
      plan.put(name, choose(networks.get(name), name, cases.get(name), weights, others));
    }
    return new MemoryPlan(plan, others);
  }

  /**
   * @param cached all images, of which the cache keeps some
   */
  private static long heapBytes(Collection<LargestCase> cases, long cached) {
    long values = cases.stream().mapToLong(LargestCase::imageValues).max().orElse(0);
    long images = Saturating.times(IMAGES_IN_HEAP, values, Float.BYTES);
    return Math.min(
        Runtime.getRuntime().maxMemory(),
        Saturating.plus(images, Math.min(CaseCache.MEMORY_BYTES, cached)));
  }

  private long weightBytes(long weights) {
    int averaging = config.optimiser().averages() ? FLOATS_OF_AVERAGING : 0;
    return Saturating.times(weights, FLOATS_PER_WEIGHT + averaging, Float.BYTES);
  }

  /** Before a step of it is played through: its own sizes might be too large for that. */
  private void checkWeights(long weights) {
    long available = compute.device().freeBytes().orElse(availableBytes);
    if (weightBytes(weights) > available) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network has %s weights, which take %s GiB with the optimiser's state, of which %.1f GiB are available; choose a smaller network in --config, such as fewer channels",
              weights == Long.MAX_VALUE
                  ? "more than 10^18"
                  : String.format(Locale.ROOT, "%,d", weights),
              weights == Long.MAX_VALUE
                  ? "more than 10^10"
                  : String.format(Locale.ROOT, "%.1f", gib(weightBytes(weights))),
              gib(available)));
    }
  }

  /** The least checkpointing with which a step on a dataset's largest case fits. */
  private MemoryPlan.Largest choose(
      Network network, String dataset, LargestCase largest, long weights, long others)
      throws InvalidDatasetException {
    ElementType type = config.precision().resolve(network, compute).type();
    long working = compute.library().workingBytes(network, type, largest.size());
    Device device = compute.device();
    boolean own = device.freeBytes().isPresent(); // then the process's memory holds no step
    long available = own ? device.freeBytes().getAsLong() : availableBytes;
    long beside = own ? weightBytes(weights) : others;
    long bytes = 0;
    for (Checkpointing checkpointing : config.checkpointing().choices()) {
      bytes =
          Saturating.plus(StepMemory.bytes(network, checkpointing, type, largest.size()), working);
      if (memory.stepsElsewhere() || Saturating.plus(beside, bytes) <= available) {
        return new MemoryPlan.Largest(largest.id(), largest.size(), checkpointing, bytes);
      }
    }
    throw new InvalidDatasetException(
        String.format(
            Locale.ROOT,
            "dataset %s: training on case %s, %s voxels as the network sees it, takes %.1f GiB and"
                + " %.1f GiB for the rest of the run, of which %.1f GiB are available%s; %s",
            dataset,
            largest.id(),
            largest.size(),
            gib(bytes),
            gib(beside),
            gib(available),
            own ? " on " + device.name() : "",
            MemoryPlan.remedy(config)));
  }

  /**
   * What Java reads and writes of a step in one piece, image and outputs in float32, has a limit.
   */
  private void checkReadable(Network network, String dataset, LargestCase largest)
      throws InvalidDatasetException {
    Node most = network.input();
    for (Output output : network.outputs()) {
      if (valuesOf(output.node(), largest.size()) > valuesOf(most, largest.size())) {
        most = output.node();
      }
    }
    int channels = most.shape().channels();
    if (valuesOf(most, largest.size()) <= READABLE_VALUES) {
      return;
    }
    int side = (int) Math.cbrt((double) READABLE_VALUES / channels);
    throw new InvalidDatasetException(
        "dataset %s: case %s has %s voxels as the network sees it, and %s channels of that size take more than 2 GiB in float32, the most that one tensor may; train on smaller pieces with --config and {\"preprocessing\": {\"maxSide\": %s}}"
            .formatted(
                dataset,
                largest.id(),
                largest.size(),
                channels,
                Math.min(side, config.preprocessing().maxSide() - 1)));
  }

  private static long valuesOf(Node node, GridSize size) {
    return Saturating.times(node.shape().at(size).voxels(), node.shape().channels());
  }
}
