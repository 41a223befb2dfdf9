package io.firenet.core.engine.step;

import io.firenet.network.Node;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A backward pass that leaves the gradients of weights to other threads: it takes gradients back
 * from node to node, which has to be done in order, while they follow with what nothing else waits
 * for. Each is computed by one thread, so that all have work without waiting for each other within
 * a node, and the result does not depend on which of them computes what.
 *
 * @param <T> tensors
 */
final class WeightsBehind<T> implements NodePasses {

  private final NodePasses forward;
  private final StepLifecycle<T> lifecycle;
  private final SplitOperations<T> operations;
  private final LanePlan plan;
  private final int lanes;
  private final long mostBytes;

  private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
  private final BitSet busy = new BitSet(); // lanes
  private final ForkJoinTask<?>[] works; // the last one of each lane
  private long bytes; // of what is waiting or being computed
  private @Nullable Throwable fault; // the first one in a lane

  private record Waiting<T>(StepLifecycle.WeightsLeft<T> left, long bytes) {}

  /**
   * @param forward the other pass
   * @param lanes that compute gradients of weights, beside the pass itself
   * @param mostBytes of activations and gradients that may wait for that
   */
  WeightsBehind(
      NodePasses forward,
      StepLifecycle<T> lifecycle,
      SplitOperations<T> operations,
      LanePlan plan,
      int lanes,
      long mostBytes) {
    this.forward = forward;
    this.lifecycle = lifecycle;
    this.operations = operations;
    this.plan = plan;
    this.lanes = lanes;
    works = new ForkJoinTask<?>[lanes];
    this.mostBytes = mostBytes;
  }

  @Override
  public void forward(Node node, boolean training) {
    forward.forward(node, training);
  }

  /** When the first node's turn is over, the gradients of all weights are there. */
  @Override
  public void backward(Node node) {
    boolean last = plan.place(node) == 0;
    boolean goesOn = false;
    try {
      lifecycle.backwardToInputs(node, operations).ifPresent(this::leave);
      if (last) {
        computeAll(this::next);
        awaitLanes();
      }
      throwFault();
      goesOn = !last;
    } finally {
      if (!goesOn) {
        forgetAll();
        awaitLanes();
      }
    }
  }

  private void leave(StepLifecycle.WeightsLeft<T> left) {
    long taken = operations.bytes(left.gradient());
    for (T input : left.inputs()) {
      taken += operations.bytes(input);
    }
    add(new Waiting<>(left, taken));
    computeAll(this::tooMuch);
  }

  private synchronized void add(Waiting<T> left) {
    waiting.add(left);
    bytes += left.bytes;
    int lane = busy.nextClearBit(0);
    if (lane < lanes) {
      busy.set(lane);
      works[lane] = ForkJoinTask.adapt(() -> work(lane)).fork();
    }
  }

  /** With the thread of the pass. */
  private void computeAll(Supplier<@Nullable Waiting<T>> source) {
    Waiting<T> next = source.get();
    while (next != null) {
      compute(-1, next);
      next = source.get();
    }
  }

  /** What the pass itself must compute before it goes on. */
  private synchronized @Nullable Waiting<T> tooMuch() {
    return bytes > mostBytes ? waiting.poll() : null;
  }

  private synchronized @Nullable Waiting<T> next() {
    return waiting.poll();
  }

  /** Computes in a lane what there is to compute. */
  private void work(int lane) {
    try {
      Waiting<T> next = nextOrEnd(lane);
      while (next != null) {
        compute(lane, next);
        next = nextOrEnd(lane);
      }
    } catch (RuntimeException | Error e) { // the pass throws it
      fail(lane, e);
    }
  }

  private synchronized @Nullable Waiting<T> nextOrEnd(int lane) {
    Waiting<T> next = waiting.poll();
    if (next == null) {
      busy.clear(lane);
    }
    return next;
  }

  private synchronized void fail(int lane, Throwable e) {
    fault = fault == null ? e : fault;
    busy.clear(lane);
  }

  private void compute(int lane, Waiting<T> what) {
    StepLifecycle.WeightsLeft<T> left = what.left;
    operations.weightGradients(lane, left.node(), left.inputs(), left.gradient());
    lifecycle.done(left);
    synchronized (this) {
      bytes -= what.bytes;
    }
  }

  private synchronized void forgetAll() {
    waiting.clear();
  }

  /** Lanes read the memory of this step; one that has not begun is taken over. */
  private void awaitLanes() {
    for (ForkJoinTask<?> work : works) {
      if (work != null) {
        work.quietlyJoin();
      }
    }
  }

  private synchronized void throwFault() {
    if (fault instanceof Error error) {
      throw error;
    }
    if (fault instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
