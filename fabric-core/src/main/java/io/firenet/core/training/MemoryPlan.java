package io.firenet.core.training;

import io.firenet.core.cache.PreparedCase;
import io.firenet.core.engine.Compute;
import io.firenet.core.engine.memory.OutOfDeviceMemoryException;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.core.training.run.CheckpointingPolicy;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.volume.GridSize;
import io.firenet.volume.Saturating;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The memory that a run will need, known from the headers of its images before its first step.
 *
 * @param datasets what the largest case of each dataset takes
 * @param otherBytes everything but the step's activations and gradients: weights with gradients and
 *     the optimiser's state, Java's heap, libraries and compiled kernels
 */
public record MemoryPlan(Map<String, Largest> datasets, long otherBytes) {

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
   * Plans a run.
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
    return new MemoryPlanner(config, compute, memory).plan(datasets);
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
  static String remedy(TrainingConfig config) {
    String smaller =
        "free memory, or train on smaller pieces with --config and"
            + " {\"preprocessing\": {\"maxSide\": %s}}"
                .formatted(Math.max(16, config.preprocessing().maxSide() * 2 / 3));
    return config.checkpointing() == CheckpointingPolicy.OFF
        ? "leave out --checkpointing off, " + smaller
        : smaller;
  }

  static double gib(long bytes) {
    return bytes / (double) (1L << 30);
  }
}
