package io.firenet.runtime;

import java.util.Objects;
import java.util.Set;

/**
 * How a {@link Segmenter} computes. A {@link Predictor} uses the device and the threads.
 *
 * @param device where the network runs
 * @param threads threads of one forward pass on the CPU; 0 for one per physical core
 * @param overlap fraction of a tile that it shares with the next at least, in [0, 1), for images
 *     that need several; more is slower and smoother
 * @param mirroring whether the logits are the mean over all eight mirror images of the input, which
 *     takes eight times as long; only for models that were trained on mirrored images
 * @param largestComponentOf names of labels of which only the largest connected component is kept;
 *     smaller islands become background
 */
public record SegmenterOptions(
    Device device, int threads, double overlap, boolean mirroring, Set<String> largestComponentOf) {

  /** Where a network runs. */
  public enum Device {
    /** Runs everywhere. */
    CPU,
    /** The first NVIDIA GPU; needs ONNX Runtime's GPU build on the class path. */
    CUDA
  }

  /** On the CPU, all cores, tiles that overlap by half, no mirroring, all components. */
  public static final SegmenterOptions DEFAULT = new SegmenterOptions(Device.CPU, 0);

  /**
   * @throws IllegalArgumentException if threads is negative or the overlap outside [0, 1)
   */
  public SegmenterOptions {
    Objects.requireNonNull(device, "device");
    largestComponentOf = Set.copyOf(largestComponentOf);
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be 0 or more, got " + threads);
    }
    if (!(overlap >= 0 && overlap < 1)) {
      throw new IllegalArgumentException("overlap must be in [0, 1), got " + overlap);
    }
  }

  /** The default but for the device and the threads. */
  public SegmenterOptions(Device device, int threads) {
    this(device, threads, 0.5, false, Set.of());
  }

  /** These options with another device. */
  public SegmenterOptions withDevice(Device other) {
    return new SegmenterOptions(other, threads, overlap, mirroring, largestComponentOf);
  }

  /** These options with another number of threads. */
  public SegmenterOptions withThreads(int other) {
    return new SegmenterOptions(device, other, overlap, mirroring, largestComponentOf);
  }

  /** These options with another overlap of tiles. */
  public SegmenterOptions withOverlap(double other) {
    return new SegmenterOptions(device, threads, other, mirroring, largestComponentOf);
  }

  /** These options with or without mirroring. */
  public SegmenterOptions withMirroring(boolean other) {
    return new SegmenterOptions(device, threads, overlap, other, largestComponentOf);
  }

  /** These options with other labels of which only the largest component is kept. */
  public SegmenterOptions withLargestComponentOf(Set<String> other) {
    return new SegmenterOptions(device, threads, overlap, mirroring, other);
  }
}
