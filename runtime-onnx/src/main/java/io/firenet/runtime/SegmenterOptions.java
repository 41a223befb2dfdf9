package io.firenet.runtime;

import java.util.Objects;

/**
 * How a {@link Segmenter} computes.
 *
 * @param device where the network runs
 * @param threads threads of one forward pass on the CPU; 0 for one per physical core
 */
public record SegmenterOptions(Device device, int threads) {

  /** Where a network runs. */
  public enum Device {
    /** Runs everywhere. */
    CPU,
    /** The first NVIDIA GPU; needs ONNX Runtime's GPU build on the class path. */
    CUDA
  }

  /** On the CPU, all cores. */
  public static final SegmenterOptions DEFAULT = new SegmenterOptions(Device.CPU, 0);

  /**
   * @throws IllegalArgumentException if threads is negative
   */
  public SegmenterOptions {
    Objects.requireNonNull(device, "device");
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be 0 or more, got " + threads);
    }
  }

  /** These options with another device. */
  public SegmenterOptions withDevice(Device other) {
    return new SegmenterOptions(other, threads);
  }

  /** These options with another number of threads. */
  public SegmenterOptions withThreads(int other) {
    return new SegmenterOptions(device, other);
  }
}
