package io.firenet.core.training;

import io.firenet.core.cache.PreparedCase;
import io.firenet.core.engine.Compute;
import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.OutOfDeviceMemoryException;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.core.engine.step.StepMemory;
import io.firenet.core.training.run.CheckpointingPolicy;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.CaseReading;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import io.firenet.preprocess.Crop;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.Preprocessor;
import io.firenet.volume.GridSize;
import io.firenet.volume.Saturating;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The memory that a run will need, known from the headers of its images before its first step.
 *
 * @param datasets what the largest case of each dataset takes
 * @param otherBytes everything but the step's activations and gradients: weights with gradients and
 *     the optimiser's state, Java's heap, libraries and compiled kernels
 */
public record MemoryPlan(Map<String, Largest> datasets, long otherBytes) {

  /** Measured with images of one size: Java and its libraries. */
  private static final long LIBRARY_BYTES = 500L << 20;

  private static final int FLOATS_PER_WEIGHT = 4; // value, gradient, two moments
  private static final int FLOATS_OF_AVERAGING = 1; // the running mean, where there is one

  /** A buffer of Java's has at most 2³¹ − 1 bytes. */
  private static final long READABLE_VALUES = Integer.MAX_VALUE / Float.BYTES;

  private static final int IMAGES_IN_HEAP = 8; // being read, resampled, deformed and waiting

  /**
   * The case of a dataset whose training step takes most.
   *
   * @param caseId its id
   * @param size what the network sees of it, in voxels
   * @param checkpointing what its dataset's steps keep
   * @param stepBytes what a step takes so
   */
  public record Largest(String caseId, GridSize size, Checkpointing checkpointing, long stepBytes) {

    @Override
    public String toString() {
      String how =
          switch (checkpointing) {
            case OFF -> "";
            case CHEAP -> ", norms and activations computed twice";
            case FULL -> ", everything within blocks computed twice";
          };
      return String.format(
          Locale.ROOT, "%s voxels at most, %s a step%s", size, inWords(stepBytes), how);
    }

    /** Small networks take less than a tenth of a gibibyte. */
    private static String inWords(long bytes) {
      return gib(bytes) < 1
          ? "%s MiB".formatted(Math.round(1024 * gib(bytes)))
          : String.format(Locale.ROOT, "%.1f GiB", gib(bytes));
    }
  }

  /**
   * Plans a run for the memory of this machine, and of the device that computes.
   *
   * @param config the run's settings
   * @param datasets the datasets that it trains, with their splits
   * @param compute what its steps are computed with
   * @return what each dataset's steps keep in memory, and how much that takes
   * @throws IllegalArgumentException if the network alone does not fit
   * @throws InvalidDatasetException if a case does not fit; the message says what would
   * @throws IOException if a case's header cannot be read
   */
  public static MemoryPlan of(
      TrainingConfig config, List<TrainingDataset> datasets, Compute compute) throws IOException {
    return of(config, datasets, compute, RunMemory.HERE);
  }

  static MemoryPlan of(
      TrainingConfig config, List<TrainingDataset> datasets, Compute compute, long availableBytes)
      throws IOException {
    return of(config, datasets, compute, RunMemory.share(() -> availableBytes));
  }

  /**
   * Plans a run for memory that is not all of this machine's.
   *
   * @param config the run's settings
   * @param datasets the datasets that it trains, with their splits
   * @param compute what its steps are computed with
   * @param memory what there is for it
   * @return what each dataset's steps keep in memory, and how much that takes
   * @throws IllegalArgumentException if the network alone does not fit
   * @throws InvalidDatasetException if a case does not fit; the message says what would
   * @throws IOException if a case's header cannot be read
   */
  public static MemoryPlan of(
      TrainingConfig config, List<TrainingDataset> datasets, Compute compute, RunMemory memory)
      throws IOException {
    long availableBytes = memory.processBytes().getAsLong();
    Map<String, Network> networks = new LinkedHashMap<>();
    datasets.forEach(d -> networks.put(d.name(), d.network().build()));
    long weights = networks.values().iterator().next().parameters(Part.TRUNK);
    for (Network network : networks.values()) {
      weights = Saturating.plus(weights, network.parameters(Part.STEM, Part.DECODER));
    }
    checkWeights(config, weights, compute.device().freeBytes().orElse(availableBytes));
    Map<String, LargestCase> cases = new LinkedHashMap<>();
    long heapVoxels = 0;
    long allBytes = 0;
    int sizes = 0;
    for (TrainingDataset dataset : datasets) {
      LargestCase largest = LargestCase.of(dataset, config);
      cases.put(dataset.name(), largest);
      heapVoxels = Math.max(heapVoxels, largest.imageValues());
      sizes += largest.sizes();
      allBytes =
          Saturating.plus(
              allBytes,
              Saturating.times(Float.BYTES, largest.imageValues(), dataset.training().size()));
    }
    long heap =
        Math.min(
            Runtime.getRuntime().maxMemory(),
            Saturating.plus(
                Saturating.times(IMAGES_IN_HEAP, heapVoxels, Float.BYTES),
                Math.min(CaseCache.MEMORY_BYTES, allBytes)));
    Network any = networks.values().iterator().next();
    long libraries = LIBRARY_BYTES + compute.library().compiledBytes(any, sizes);
    long other = Saturating.plus(libraries, heap, weightBytes(config, weights));
    Map<String, Largest> plan = new LinkedHashMap<>();
    for (TrainingDataset dataset : datasets) {
      String name = dataset.name();
      plan.put(
          name,
          choose(
              config,
              compute,
              networks.get(name),
              dataset,
              cases.get(name),
              weightBytes(config, weights),
              other,
              availableBytes,
              memory.stepsElsewhere()));
    }
    return new MemoryPlan(plan, other);
  }

  private static long weightBytes(TrainingConfig config, long weights) {
    int averaging = config.optimiser().averages() ? FLOATS_OF_AVERAGING : 0;
    return Saturating.times(weights, FLOATS_PER_WEIGHT + averaging, Float.BYTES);
  }

  /** Before a step of it is played through: its own sizes might be too large for that. */
  private static void checkWeights(TrainingConfig config, long weights, long availableBytes) {
    if (weightBytes(config, weights) > availableBytes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the network has %s weights, which take %s GiB with the optimiser's state, of which %.1f GiB are available; choose a smaller network in --config, such as fewer channels",
              weights == Long.MAX_VALUE
                  ? "more than 10^18"
                  : String.format(Locale.ROOT, "%,d", weights),
              weights == Long.MAX_VALUE
                  ? "more than 10^10"
                  : String.format(Locale.ROOT, "%.1f", gib(weightBytes(config, weights))),
              gib(availableBytes)));
    }
  }

  /**
   * How each dataset's steps are to keep what.
   *
   * @return by the dataset's name
   */
  public Map<String, Checkpointing> checkpointing() {
    Map<String, Checkpointing> chosen = new LinkedHashMap<>();
    datasets.forEach((name, largest) -> chosen.put(name, largest.checkpointing()));
    return chosen;
  }

  /**
   * The bytes that the whole process will take.
   *
   * @return bytes, or the largest number if there were more
   */
  public long totalBytes() {
    long step = datasets.values().stream().mapToLong(Largest::stepBytes).max().orElse(0);
    return Saturating.plus(otherBytes, step);
  }

  private static Largest choose(
      TrainingConfig config,
      Compute compute,
      Network network,
      TrainingDataset dataset,
      LargestCase largest,
      long weightBytes,
      long otherBytes,
      long availableBytes,
      boolean elsewhere)
      throws InvalidDatasetException {
    checkReadable(config, network, dataset, largest);
    ElementType type = config.precision().resolve(network, compute).type();
    long working = compute.library().workingBytes(network, type, largest.size());
    Device device = compute.device();
    boolean own = device.freeBytes().isPresent(); // then the process's memory holds no step
    long available = own ? device.freeBytes().getAsLong() : availableBytes;
    long beside = own ? weightBytes : otherBytes;
    long bytes = 0;
    for (Checkpointing checkpointing : config.checkpointing().choices()) {
      bytes =
          Saturating.plus(StepMemory.bytes(network, checkpointing, type, largest.size()), working);
      if (elsewhere || Saturating.plus(beside, bytes) <= available) {
        return new Largest(largest.id(), largest.size(), checkpointing, bytes);
      }
    }
    throw new InvalidDatasetException(
        String.format(
            Locale.ROOT,
            "dataset %s: training on case %s, %s voxels as the network sees it, takes %.1f GiB and"
                + " %.1f GiB for the rest of the run, of which %.1f GiB are available%s; %s",
            dataset.name(),
            largest.id(),
            largest.size(),
            gib(bytes),
            gib(beside),
            gib(available),
            own ? " on " + device.name() : "",
            remedy(config)));
  }

  /**
   * What Java reads and writes of a step in one piece, image and outputs in float32, has a limit.
   */
  private static void checkReadable(
      TrainingConfig config, Network network, TrainingDataset dataset, LargestCase largest)
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
                dataset.name(),
                largest.id(),
                largest.size(),
                channels,
                Math.min(side, config.preprocessing().maxSide() - 1)));
  }

  private static long valuesOf(Node node, GridSize size) {
    return Saturating.times(node.shape().at(size).voxels(), node.shape().channels());
  }

  /**
   * A step that took more memory than was foretold.
   *
   * @param config the run's settings
   * @param compute what has too little memory
   * @param sample the case that was trained on
   * @param e what the device said
   * @return to be thrown; the message says what would fit
   */
  public static InvalidDatasetException exceeded(
      TrainingConfig config, Compute compute, PreparedCase sample, OutOfDeviceMemoryException e) {
    return new InvalidDatasetException(
        "dataset %s: training on case %s, %s voxels as the network sees it, needs more memory than %s has (%s); %s"
            .formatted(
                sample.dataset(),
                sample.id(),
                sample.size(),
                compute.device().name(),
                e.getMessage(),
                remedy(config)),
        e);
  }

  /** What to do about a step that does not fit. */
  private static String remedy(TrainingConfig config) {
    String smaller =
        "free memory, or train on smaller pieces with --config and"
            + " {\"preprocessing\": {\"maxSide\": %s}}"
                .formatted(Math.max(16, config.preprocessing().maxSide() * 2 / 3));
    return config.checkpointing() == CheckpointingPolicy.OFF
        ? "leave out --checkpointing off, " + smaller
        : smaller;
  }

  /**
   * The case with most voxels after preprocessing; {@code size} is cropped, the image is not.
   *
   * @param sizes how many different ones the network sees
   */
  private record LargestCase(String id, GridSize size, long imageValues, int sizes) {

    static LargestCase of(TrainingDataset dataset, TrainingConfig config) throws IOException {
      PreprocessingPlan plan = dataset.plan(config);
      Preprocessor preprocessor = new Preprocessor(plan);
      int channels = dataset.descriptor().channels().size();
      String id = "";
      GridSize size = new GridSize(1, 1, 1);
      long image = 0;
      Set<GridSize> sizes = new HashSet<>();
      for (Case one : dataset.training()) {
        GridSize grid =
            preprocessor.networkGrid(CaseReading.of(dataset.name(), one, one::geometry)).size();
        GridSize cropped = Crop.centred(grid, plan.maxSide()).size();
        image = Math.max(image, Saturating.times(grid.voxels(), channels));
        sizes.add(cropped);
        if (cropped.voxels() > size.voxels()) {
          id = one.id();
          size = cropped;
        }
      }
      return new LargestCase(id, size, image, sizes.size());
    }
  }

  private static double gib(long bytes) {
    return bytes / (double) (1L << 30);
  }
}
