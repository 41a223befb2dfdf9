package io.firenet.core.engine.host;

import io.firenet.network.WeightSpec;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the gradients of a group's weights lie: all of them side by side, or, in steps that use
 * them up one by one, those of large weights in few places that are used again and again. That
 * saves as much memory as the weights take, and the places stay in cache.
 */
final class HostGradients implements AutoCloseable {

  /** Weights of so many values are large: what the others take together is little. */
  static final int LARGE = 1 << 16;

  private final long length; // of all, in floats
  private final Map<String, Long> smallOffsets = new HashMap<>(); // in floats
  private final long smallLength;
  private final long largest;
  private final Map<String, AlignedBuffer> taken = new HashMap<>(); // by large weights
  private final List<AlignedBuffer> free = new ArrayList<>();
  private @Nullable AlignedBuffer all;
  private @Nullable AlignedBuffer small;
  private boolean usesUp; // from now on
  private boolean usedUp; // when they were written last

  /**
   * @param length of all weights with the padding between them, in floats
   */
  HostGradients(Collection<WeightSpec> specs, long length) {
    this.length = length;
    long next = 0;
    long most = 0;
    for (WeightSpec spec : specs) {
      long padded = AlignedBuffer.roundUp(spec.size());
      if (isLarge(spec)) {
        most = Math.max(most, padded);
      } else {
        smallOffsets.put(spec.name(), next);
        next += padded;
      }
    }
    smallLength = next;
    largest = most;
  }

  static boolean isLarge(WeightSpec spec) {
    return spec.size() >= LARGE;
  }

  /** Whether those that are written from now on are used up one by one. */
  synchronized void useUp(boolean oneByOne) {
    usesUp = oneByOne;
    free.addAll(taken.values());
    taken.clear();
  }

  /** The address of the first value of a weight's gradient, to be written. */
  synchronized long address(HostWeight weight) {
    usedUp = usesUp;
    if (usedUp && isLarge(weight.spec())) {
      taken.computeIfAbsent(weight.spec().name(), name -> freePlace());
    }
    return place(weight);
  }

  private AlignedBuffer freePlace() {
    return free.isEmpty() ? new AlignedBuffer(largest, true) : free.remove(free.size() - 1);
  }

  private long place(HostWeight weight) {
    WeightSpec spec = weight.spec();
    if (!usedUp) {
      return all().address() + (long) weight.offset() * Float.BYTES;
    }
    return isLarge(spec)
        ? taken.get(spec.name()).address()
        : small().address() + smallOffsets.get(spec.name()) * Float.BYTES;
  }

  /** A weight's gradient has been used, and its place is free. */
  synchronized void used(HostWeight weight) {
    AlignedBuffer place = taken.remove(weight.spec().name());
    if (place != null) {
      free.add(place);
    }
  }

  /**
   * A weight's gradient.
   *
   * @throws IllegalStateException if the last step has used it up
   */
  synchronized FloatBuffer of(HostWeight weight) {
    WeightSpec spec = weight.spec();
    if (usedUp && isLarge(spec) && !taken.containsKey(spec.name())) {
      throw new IllegalStateException(
          "the gradient of %s was used up by the step; gradients(…) keeps it"
              .formatted(spec.name()));
    }
    return HostTensor.values(place(weight), spec.size());
  }

  /** The same, to be set. */
  synchronized FloatBuffer kept(HostWeight weight) {
    useUp(false);
    usedUp = false;
    return of(weight);
  }

  private AlignedBuffer all() {
    if (all == null) {
      all = new AlignedBuffer(length, true);
    }
    return all;
  }

  private AlignedBuffer small() {
    if (small == null) {
      small = new AlignedBuffer(smallLength, true);
    }
    return small;
  }

  @Override
  public synchronized void close() {
    useUp(false);
    free.forEach(AlignedBuffer::close);
    free.clear();
    if (all != null) {
      all.close();
    }
    if (small != null) {
      small.close();
    }
  }
}
