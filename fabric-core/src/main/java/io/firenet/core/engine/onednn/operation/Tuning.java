package io.firenet.core.engine.onednn.operation;

import io.firenet.core.engine.memory.ElementType;
import java.util.stream.DoubleStream;

/**
 * What the choice between two ways of computing the same depends on, as measured on one machine.
 *
 * @param machine the processor it was measured on
 * @param threads with how many threads
 * @param aloneMicros work that takes one thread up to so many microseconds is not shared: the
 *     others have to be woken first
 * @param bytesPerMicro what one thread reads and writes in a microsecond, in cache
 * @param flopPerMicro what one thread multiplies and adds in a microsecond, in float32; twice that
 *     in bfloat16
 * @param aloneNormBytes norms of tensors of up to so many bytes are not shared: the threads wait
 *     for each other several times in one
 * @param denseTapVoxels a dense kernel's weight gradient in bfloat16 is one product for each tap
 *     where its input has up to so many voxels for each of its channels; in float32 a third of that
 * @param dilatedTapValues a dilated kernel's in float32 is, where its input has up to so many
 *     values
 * @param slabVoxels voxels of such a product: a copy of them for each tap stays in cache
 * @param memoryBytesPerMicro what one thread reads and writes in a microsecond, beyond any cache
 * @param handingOverMicros what it takes in a step to hand work to other threads and to wait for
 *     the last of them
 * @param planeSums what adding up a plane for {@code WinogradConvolution} takes, as a share of its
 *     convolution of 3×3 taps if that had one channel
 * @param planeWeights what bringing such a convolution's weights to where they are needed takes, as
 *     a share of the convolution itself if the plane had one voxel, in bfloat16; half of it in
 *     float32
 */
public record Tuning(
    String machine,
    int threads,
    double aloneMicros,
    double bytesPerMicro,
    double flopPerMicro,
    long aloneNormBytes,
    double denseTapVoxels,
    long dilatedTapValues,
    int slabVoxels,
    double memoryBytesPerMicro,
    double handingOverMicros,
    double planeSums,
    double planeWeights) {

  /** Of the machine that this was written on; the only place where its numbers are. */
  public static final Tuning DEFAULT =
      new Tuning(
          "AMD EPYC (Zen 4), 2 cores",
          2,
          40,
          45_000,
          100_000,
          Long.MAX_VALUE,
          1,
          50_000,
          2048,
          9000,
          150,
          6,
          120);

  /**
   * Two threads norm large tensors in half the time of one, but each waits for the other several
   * times, for milliseconds if another program has its core; with more threads there is more to
   * gain.
   */
  private static final long NORM_BYTES_OF_MANY_THREADS = 1 << 20;

  /** How much faster products are where the processor multiplies tiles of bfloat16, or so. */
  private static final double PRODUCTS_OF_TILES = 4;

  /**
   * @throws IllegalArgumentException if a number is not positive
   */
  public Tuning {
    double smallest =
        DoubleStream.of(
                bytesPerMicro,
                flopPerMicro,
                slabVoxels,
                threads,
                memoryBytesPerMicro,
                planeSums,
                planeWeights)
            .min()
            .getAsDouble();
    if (!(smallest > 0
        && handingOverMicros >= 0
        && aloneNormBytes >= 0
        && denseTapVoxels >= 0
        && dilatedTapValues >= 0)) {
      throw new IllegalArgumentException("numbers of a tuning must be positive");
    }
  }

  /** What is taken where nothing was measured, for so many threads. */
  static Tuning unmeasured(int threads) {
    Tuning here =
        OneDnn.multipliesTiles()
            ? DEFAULT.withPlanes(
                PRODUCTS_OF_TILES * DEFAULT.planeSums, PRODUCTS_OF_TILES * DEFAULT.planeWeights)
            : DEFAULT;
    return threads > here.threads
        ? here.withLimits(here.aloneMicros, NORM_BYTES_OF_MANY_THREADS)
        : here;
  }

  /** With other limits of what one thread does by itself. */
  public Tuning withLimits(double micros, long normBytes) {
    return with(micros, normBytes, slabVoxels, planeSums, planeWeights);
  }

  /** With other slabs. */
  public Tuning withSlabs(int voxels) {
    return with(aloneMicros, aloneNormBytes, voxels, planeSums, planeWeights);
  }

  /** With other costs of what a convolution with fewer products adds to them. */
  Tuning withPlanes(double sums, double weights) {
    return with(aloneMicros, aloneNormBytes, slabVoxels, sums, weights);
  }

  private Tuning with(double micros, long normBytes, int slabVoxels, double sums, double weights) {
    return new Tuning(
        machine,
        threads,
        micros,
        bytesPerMicro,
        flopPerMicro,
        normBytes,
        denseTapVoxels,
        dilatedTapValues,
        slabVoxels,
        memoryBytesPerMicro,
        handingOverMicros,
        sums,
        weights);
  }

  /** The time that one thread takes to read and write so many bytes. */
  public double moving(long bytes) {
    return bytes / bytesPerMicro;
  }

  /** The time that one thread takes to bring so many bytes into another order. */
  public double reordering(long bytes) {
    return 2 * moving(bytes);
  }

  /** The time that one thread takes for a product. */
  public double multiplying(double flop, ElementType type) {
    return flop / flopPerMicro / (type == ElementType.BFLOAT16 ? 2 : 1);
  }

  /** That of a norm, or of what computes like one; so long that it is shared, or nothing. */
  public double norming(long bytes) {
    return bytes <= aloneNormBytes ? 0 : Double.MAX_VALUE;
  }
}
