package io.firenet.core.engine.host;

import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.memory.Weight.Mean;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An {@link Optimiser} in one pass over a group's weights, on all cores. */
final class HostOptimiser {

  /** Five arrays of it stay in the fastest cache, with room for what is fetched ahead. */
  private static final int CHUNK = 256;

  private final Adam adam;
  private final Adam.Step step;
  private final float decay;
  private final float kept;
  private final int decaying;
  private final FloatBuffer w;
  private final FloatBuffer g;
  private final FloatBuffer m;
  private final FloatBuffer v;
  private final @Nullable FloatBuffer average;

  private HostOptimiser(HostWeightGroup group, Optimiser optimiser, double rate) {
    long update = group.updates();
    adam = optimiser.adam();
    step = adam.step(update, rate);
    decay = optimiser.decayed(rate);
    kept = optimiser.kept(update);
    decaying = (int) group.decaying();
    w = group.values();
    g = group.gradients();
    m = group.means(Mean.GRADIENT);
    v = group.means(Mean.SQUARED_GRADIENT);
    average = optimiser.averagesAfter(update) ? group.means(Mean.VALUE) : null;
  }

  static void update(HostWeightGroup group, Optimiser optimiser, double rate) {
    if (group.frozen()) {
      return;
    }
    if (optimiser.averages()) {
      group.beginAverages();
    }
    group.setUpdates(group.updates() + 1);
    HostOptimiser pass = new HostOptimiser(group, optimiser, rate);
    int length = pass.w.capacity();
    int parts = 4 * Runtime.getRuntime().availableProcessors();
    int perPart = (length / parts / CHUNK + 1) * CHUNK;
    IntStream.range(0, parts)
        .parallel()
        .forEach(part -> pass.range(part * perPart, Math.min(length, (part + 1) * perPart)));
  }

  private void range(int from, int end) {
    float[][] x = new float[5][CHUNK]; // once for many chunks, so that it stays in cache
    int start = from;
    while (start < end) {
      int n = Math.min(CHUNK, end - start);
      boolean decays = decay != 1 && start < decaying;
      if (decays) {
        n = Math.min(n, decaying - start);
      }
      w.get(start, x[0], 0, n);
      g.get(start, x[1], 0, n);
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
      start += n;
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
}
