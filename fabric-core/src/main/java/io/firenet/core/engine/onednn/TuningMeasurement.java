package io.firenet.core.engine.onednn;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.KernelLibrary;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.convolution.ConvolutionPlan;
import io.firenet.core.engine.onednn.convolution.WeightGradientByTaps;
import io.firenet.core.engine.onednn.operation.MatrixProduct;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.core.engine.onednn.operation.Team;
import io.firenet.core.engine.onednn.operation.Timing;
import io.firenet.core.engine.onednn.operation.Tuning;
import io.firenet.core.engine.onednn.sum.Addition;
import io.firenet.core.engine.onednn.sum.GateGradientPlan;
import io.firenet.core.engine.onednn.winograd.PlaneCosts;
import io.firenet.core.io.Processor;
import io.firenet.network.Layer;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Measures a {@link Tuning} on this machine, with the threads of the calling thread. */
final class TuningMeasurement {

  private static final int SIDE = 512; // of the matrices that one thread is measured with
  private static final int REPEATS = 8;
  private static final int[] SIDES = {16, 12, 10, 8, 6, 5, 4, 3}; // largest first
  private static final int[] NORM_SIDES = {64, 32, 16, 8, 4}; // largest first
  private static final int NORM_CHANNELS = 32; // of a full resolution
  private static final int IN_CACHE = 1 << 16; // values of two arrays
  private static final int BEYOND_CACHE = 1 << 25; // values of an array
  private static final int HAND_OVERS = 301;
  private static final long ASLEEP_NANOS = 1_000_000; // after which another thread sleeps
  private static final long PART_NANOS = 200_000;
  private static final int WIDTH = 128; // channels of a fabric's second branch

  private final int threads;
  private final Tuning start = Tuning.DEFAULT;
  private final Tuning shared; // everything by all threads
  private final Tuning alone; // everything by one

  private TuningMeasurement(int threads) {
    this.threads = threads;
    shared = start.withLimits(-1, 0);
    alone = start.withLimits(Double.MAX_VALUE, Long.MAX_VALUE);
  }

  static Tuning run() {
    int threads = new Team().size();
    TuningMeasurement at = new TuningMeasurement(threads);
    double[] moving = at.moving();
    ElementType half = OneDnn.acceleratesBfloat16() ? ElementType.BFLOAT16 : ElementType.FLOAT32;
    PlaneCosts planes = PlaneCosts.measure(half);
    return new Tuning(
        Processor.name(),
        threads,
        moving[0],
        moving[1],
        at.multiplying(),
        at.aloneNormBytes(),
        cube(at.lastFasterByTaps(1, half)) / WIDTH * (half == ElementType.BFLOAT16 ? 1 : 3),
        (long) WIDTH * (long) cube(at.lastFasterByTaps(2, ElementType.FLOAT32)),
        fastest(new int[] {512, 1024, 2048, 4096, 8192}, n -> at.dilated(half, n)),
        at.fromMemory(),
        handingOver(threads),
        planes.sums(),
        planes.weights());
  }

  /**
   * The microseconds up to which sums are as fast with one thread, and the bytes it moves in one.
   */
  private double[] moving() {
    double limit = 0;
    double rate = 0;
    for (int values = 1 << 10; values <= 1 << 22; values *= 2) {
      double one = sum(alone, values);
      rate = values <= IN_CACHE ? 3.0 * Float.BYTES * values / one : rate;
      if (threads == 1 || one <= sum(shared, values)) {
        limit = one;
      }
    }
    return new double[] {limit, rate};
  }

  private static double sum(Tuning tuning, int values) {
    try (OneDnn dnn = new OneDnn(tuning);
        Arena arena = new Arena()) {
      arena.reset(2L * Float.BYTES * values);
      HostTensor a = arena.array(values).cleared();
      HostTensor b = arena.array(values).cleared();
      Addition addition = new Addition(dnn);
      return Timing.micros(() -> addition.add(a, b, a));
    }
  }

  /** The bytes that one thread moves in a microsecond, of arrays that no cache holds. */
  private double fromMemory() {
    return 3.0 * Float.BYTES * BEYOND_CACHE / sum(alone, BEYOND_CACHE);
  }

  /** What it takes to have a thread that sleeps do its part beside this one, beyond that part. */
  private static double handingOver(int threads) {
    if (threads == 1) {
      return 0;
    }
    double[] micros = new double[HAND_OVERS];
    for (int i = 0; i < micros.length; i++) {
      work(ASLEEP_NANOS);
      long start = System.nanoTime();
      OneDnn.inLanes(2, lane -> work(PART_NANOS));
      micros[i] = (System.nanoTime() - start - PART_NANOS) / 1e3;
    }
    Arrays.sort(micros);
    return micros[micros.length / 2];
  }

  private static void work(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private double multiplying() {
    return new Team()
        .alone(
            () -> {
              try (MatrixProduct product = new MatrixProduct(ElementType.FLOAT32, SIDE)) {
                return 1000 * KernelLibrary.gigaflops(SIDE, REPEATS, product::execute);
              }
            });
  }

  private long aloneNormBytes() {
    for (int side : NORM_SIDES) {
      if (threads == 1 || norm(alone, side) <= norm(shared, side)) {
        return side == NORM_SIDES[0]
            ? Long.MAX_VALUE
            : (long) NORM_CHANNELS * side * side * side * Float.BYTES;
      }
    }
    return 0;
  }

  /** The backward pass of a norm with given statistics. */
  private static double norm(Tuning tuning, int side) {
    var key =
        new GateGradientPlan.Key(
            ElementType.FLOAT32, NORM_CHANNELS, new GridSize(side, side, side));
    try (OneDnn dnn = new OneDnn(tuning);
        Arena arena = new Arena()) {
      HostTensor x = arena.tensor(key.channels(), key.size()).cleared();
      HostTensor gradient = arena.tensor(key.channels(), key.size()).cleared();
      long vector = arena.array(key.channels()).cleared().address();
      Primitive norm =
          dnn.plan(key, tuning.norming(x.byteCount()), () -> GateGradientPlan.compile(dnn, key));
      long dx = gradient.address();
      return Timing.micros(() -> norm.execute(x.address(), dx, dx, vector, vector, vector, vector));
    }
  }

  /** The longest side of an image whose weight gradient is faster as products; 0 for none. */
  private int lastFasterByTaps(int dilation, ElementType type) {
    for (int side : SIDES) {
      if (tapsAreFaster(dilation, type, WIDTH, side)) {
        return side;
      }
    }
    return 0;
  }

  private static double cube(double side) {
    return side * side * side;
  }

  private boolean tapsAreFaster(int dilation, ElementType type, int channels, int side) {
    return gradient(start, dilation, type, channels, side, true)
        < gradient(start, dilation, type, channels, side, false);
  }

  private double dilated(ElementType type, int slabVoxels) {
    return gradient(start.withSlabs(slabVoxels), 2, type, WIDTH / 2, 20, true);
  }

  /** The time of a weight gradient, as products or as oneDNN has it. */
  private static double gradient(
      Tuning tuning, int dilation, ElementType type, int channels, int side, boolean byTaps) {
    ConvolutionShape shape = ConvolutionShape.of(new Layer.Conv(channels, 3, 1, dilation, false));
    GridSize size = new GridSize(side, side, side);
    var key = new ConvolutionPlan.Key(shape, type, false, channels, size);
    try (OneDnn dnn = new OneDnn(tuning);
        Arena arena = new Arena();
        ConvolutionPlan plan = new ConvolutionPlan(dnn, key)) {
      HostTensor x = arena.tensor(type, channels, size).cleared();
      HostTensor gradient = arena.tensor(type, channels, size).cleared();
      HostTensor target = arena.array(shape.weightCount(channels));
      WeightGradientByTaps products = new WeightGradientByTaps(dnn, shape);
      if (byTaps) {
        return Timing.micros(() -> products.weightGradient(x, gradient, target.address()));
      }
      HostTensor blocked = arena.bytes(plan.backwardWeights().bytes(2));
      return Timing.micros(
          () -> {
            plan.backwardWeights().execute(x.address(), gradient.address(), blocked.address());
            plan.weightGradientToPlain().execute(blocked.address(), target.address());
          });
    }
  }

  private static int fastest(int[] candidates, IntToDoubleFunction micros) {
    int best = candidates[0];
    double least = Double.MAX_VALUE;
    for (int candidate : candidates) {
      double found = micros.applyAsDouble(candidate);
      if (found < least) {
        least = found;
        best = candidate;
      }
    }
    return best;
  }
}
