package io.firenet.runtime;

import java.util.Objects;
import java.util.Set;

/**
 * How a {@link Segmenter} or a {@link Predictor} computes.
 *
 * @param device where the network runs
 * @param threads threads of one forward pass on the CPU; 0 for one per physical core
 * @param overlap fraction of a tile that it shares with the next at least, in [0, 1), for images
 *     that need several; more is slower and smoother
 * @param mirroring whether the logits are the mean over all eight mirror images of the input, which
 *     takes eight times as long; only for models that were trained on mirrored images
 * @param largestComponentOf names of labels of which only the largest connected component is kept;
 *     smaller islands become background
 * @param memoryBudget most bytes that models and one image may take together, besides the image as
 *     it was acquired; 0 for four fifths of what the machine has free when the model is opened.
 *     Images that need more go in smaller tiles, of 64 voxels a side at least; as tiles change
 *     results a little, set it where different machines are to give the same
 * @param gpu number of the NVIDIA GPU that {@link Device#CUDA} and {@link Device#TENSORRT} mean,
 *     from 0
 */
public record PredictorOptions(
    Device device,
    int threads,
    double overlap,
    boolean mirroring,
    Set<String> largestComponentOf,
    long memoryBudget,
    int gpu) {

  /** Where a network runs. */
  public enum Device {
    /** Runs everywhere. */
    CPU,
    /** An NVIDIA GPU; needs ONNX Runtime's GPU build on the class path. */
    CUDA,
    /**
     * An NVIDIA GPU through TensorRT, which prepares itself for minutes for each new size of an
     * image; needs ONNX Runtime's GPU build and TensorRT.
     */
    TENSORRT,
    /** {@link #CUDA} if that can be used, else {@link #CPU}. */
    AUTO
  }

  /** On the CPU, all cores, tiles that overlap by half, no mirroring, all components. */
  public static final PredictorOptions DEFAULT = new PredictorOptions(Device.CPU, 0);

  /**
   * Checks the options.
   *
   * @param device where the network runs
   * @param threads threads of one forward pass on the CPU; 0 for one per physical core
   * @param overlap fraction of a tile that it shares with the next at least, in [0, 1)
   * @param mirroring whether the logits are the mean over all eight mirror images
   * @param largestComponentOf names of labels of which only the largest component is kept
   * @param memoryBudget most bytes; 0 for four fifths of what is free
   * @param gpu number of the NVIDIA GPU, from 0
   * @throws IllegalArgumentException if threads, the budget or the GPU's number are negative or the
   *     overlap is outside [0, 1)
   */
  public PredictorOptions {
    Objects.requireNonNull(device, "device");
    largestComponentOf = Set.copyOf(largestComponentOf);
    if (threads < 0 || memoryBudget < 0) {
      throw new IllegalArgumentException(
          "threads and memoryBudget must be 0 or more, got %s and %s"
              .formatted(threads, memoryBudget));
    }
    if (gpu < 0) {
      throw new IllegalArgumentException("gpu must be 0 or more, got " + gpu);
    }
    if (!(overlap >= 0 && overlap < 1)) {
      throw new IllegalArgumentException("overlap must be in [0, 1), got " + overlap);
    }
  }

  /**
   * The default but for the device and the threads.
   *
   * @param device where the network runs
   * @param threads threads of one forward pass on the CPU; 0 for one per physical core
   */
  public PredictorOptions(Device device, int threads) {
    this(device, threads, 0.5, false, Set.of(), 0, 0);
  }

  /**
   * {@return these options with another device}
   *
   * @param other where the network runs
   */
  public PredictorOptions withDevice(Device other) {
    return new PredictorOptions(
        other, threads, overlap, mirroring, largestComponentOf, memoryBudget, gpu);
  }

  /**
   * {@return these options with another number of threads}
   *
   * @param other threads of one forward pass on the CPU; 0 for one per physical core
   */
  public PredictorOptions withThreads(int other) {
    return new PredictorOptions(
        device, other, overlap, mirroring, largestComponentOf, memoryBudget, gpu);
  }

  /**
   * {@return these options with another overlap of tiles}
   *
   * @param other fraction of a tile that it shares with the next at least, in [0, 1)
   */
  public PredictorOptions withOverlap(double other) {
    return new PredictorOptions(
        device, threads, other, mirroring, largestComponentOf, memoryBudget, gpu);
  }

  /**
   * {@return these options with or without mirroring}
   *
   * @param other whether the logits are the mean over all eight mirror images, in eight times the
   *     time
   */
  public PredictorOptions withMirroring(boolean other) {
    return new PredictorOptions(
        device, threads, overlap, other, largestComponentOf, memoryBudget, gpu);
  }

  /**
   * {@return these options with other labels of which only the largest component is kept}
   *
   * @param other names of the labels; none keeps all components of all
   */
  public PredictorOptions withLargestComponentOf(Set<String> other) {
    return new PredictorOptions(device, threads, overlap, mirroring, other, memoryBudget, gpu);
  }

  /**
   * {@return these options with another memory budget in bytes}
   *
   * @param other most bytes of models and one image together; 0 for four fifths of what is free
   */
  public PredictorOptions withMemoryBudget(long other) {
    return new PredictorOptions(
        device, threads, overlap, mirroring, largestComponentOf, other, gpu);
  }

  /**
   * {@return these options with another GPU}
   *
   * @param other its number, from 0
   */
  public PredictorOptions withGpu(int other) {
    return new PredictorOptions(
        device, threads, overlap, mirroring, largestComponentOf, memoryBudget, other);
  }
}
