package io.firenet.core.engine.host;

import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.engine.kernel.GradualUpdate;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.Weight.Mean;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Optimiser} in one pass over each weight, on all cores: over large ones as soon as they
 * are given, over the others at the end.
 */
final class HostOptimiser implements GradualUpdate {

  /** Five arrays of it stay in the fastest cache, with room for what is fetched ahead. */
  private static final int CHUNK = 256;

  private static final int PART = 1 << 16; // values that one thread takes at a time

  private final HostWeightGroup group;
  private final Set<HostWeight> left;
  private final Adam adam;
  private final Adam.Step step;
  private final float decay;
  private final float kept;
  private final FloatBuffer w;
  private final FloatBuffer m;
  private final FloatBuffer v;
  private final @Nullable FloatBuffer average;

  private HostOptimiser(HostWeightGroup group, Optimiser optimiser, double rate) {
    long update = group.updates();
    this.group = group;
    left = ConcurrentHashMap.newKeySet();
    left.addAll(group.frozen() ? List.of() : group.weights());
    adam = optimiser.adam();
    step = adam.step(update, rate);
    decay = optimiser.decayed(rate);
    kept = optimiser.kept(update);
    w = group.values();
    m = group.means(Mean.GRADIENT);
    v = group.means(Mean.SQUARED_GRADIENT);
    average = group.averaged() && optimiser.averagesAfter(update) ? group.means(Mean.VALUE) : null;
  }

  /** Begins an update. */
  static HostOptimiser begin(HostWeightGroup group, Optimiser optimiser, double rate) {
    if (!group.frozen()) {
      if (optimiser.averages()) {
        group.beginAverages();
      }
      group.setUpdates(group.updates() + 1);
    }
    return new HostOptimiser(group, optimiser, rate);
  }

  /** A part of a weight's values, from one position in the group's arrays to another. */
  private record Part(HostWeight weight, FloatBuffer gradient, int from, int end) {}

  @Override
  public void update(Weight weight, boolean alone) {
    HostWeight large = (HostWeight) weight;
    if (HostGradients.isLarge(large.spec()) && left.remove(large)) {
      update(List.of(large), alone);
    }
  }

  @Override
  public void finish() {
    update(List.copyOf(left), false);
    left.clear();
  }

  private void update(Collection<HostWeight> weights, boolean alone) {
    List<Part> parts = new ArrayList<>();
    for (HostWeight weight : weights) {
      FloatBuffer gradient = group.gradients().of(weight);
      int end = weight.offset() + gradient.capacity();
      for (int from = weight.offset(); from < end; from += PART) {
        parts.add(new Part(weight, gradient, from, Math.min(end, from + PART)));
      }
    }
    (alone ? parts.stream() : parts.parallelStream()).forEach(this::update);
    weights.forEach(group.gradients()::used);
  }

  private void update(Part part) {
    float[][] x = new float[5][CHUNK]; // once for many chunks, so that it stays in cache
    boolean decays = decay != 1 && part.weight.spec().decays();
    for (int start = part.from; start < part.end; start += CHUNK) {
      int n = Math.min(CHUNK, part.end - start);
      w.get(start, x[0], 0, n);
      part.gradient.get(start - part.weight.offset(), x[1], 0, n);
      m.get(start, x[2], 0, n);
      v.get(start, x[3], 0, n);
      if (decays) {
        scale(n, x[0]);
      }
      follow(n, x[0], x[1], x[2], x[3]);
      w.put(start, x[0], 0, n);
      m.put(start, x[2], 0, n);
      v.put(start, x[3], 0, n);
      if (average != null) {
        average.get(start, x[4], 0, n);
        mix(n, x[4], x[0]);
        average.put(start, x[4], 0, n);
      }
    }
  }

  private void scale(int n, float[] weights) {
    for (int i = 0; i < n; i++) {
      weights[i] *= decay;
    }
  }

  private void follow(int n, float[] w, float[] g, float[] m, float[] v) {
    float keep1 = (float) adam.beta1();
    float keep2 = (float) adam.beta2();
    float add1 = (float) (1 - adam.beta1());
    float add2 = (float) (1 - adam.beta2());
    float scale = step.step();
    float guard = step.guard();
    for (int i = 0; i < n; i++) {
      m[i] = keep1 * m[i] + add1 * g[i];
      v[i] = keep2 * v[i] + add2 * g[i] * g[i];
      w[i] -= scale * m[i] / ((float) Math.sqrt(v[i]) + guard);
    }
  }

  private void mix(int n, float[] average, float[] weights) {
    for (int i = 0; i < n; i++) {
      average[i] += (1 - kept) * (weights[i] - average[i]);
    }
  }

  @Override
  public void close() {
    group.gradients().useUp(false);
  }
}
