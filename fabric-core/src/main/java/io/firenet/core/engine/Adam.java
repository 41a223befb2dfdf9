package io.firenet.core.engine;

import io.firenet.core.engine.memory.WeightGroup;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * Adam (Kingma and Ba 2015) in one pass over a group's weights.
 *
 * @param beta1 decay of the mean of the gradients
 * @param beta2 decay of the mean of their squares
 * @param epsilon added to the denominator
 */
record Adam(double beta1, double beta2, double epsilon) {

  static final Adam DEFAULT = new Adam(0.9, 0.999, 1e-8);

  private static final int CHUNK = 2048;

  /** {@code m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ), w −= rate·m̂/(√v̂ + ε)}; leaves a frozen group. */
  void update(WeightGroup group, double rate) {
    if (group.frozen()) {
      return;
    }
    long t = group.updates() + 1;
    group.setUpdates(t);
    double correction2 = Math.sqrt(1 - Math.pow(beta2, t));
    float step = (float) (rate * correction2 / (1 - Math.pow(beta1, t)));
    float guard = (float) (epsilon * correction2);
    FloatBuffer w = group.values();
    FloatBuffer g = group.gradients();
    FloatBuffer m = group.firstMoment();
    FloatBuffer v = group.secondMoment();
    int length = w.capacity();
    int parts = 4 * Runtime.getRuntime().availableProcessors();
    int perPart = (length / parts / CHUNK + 1) * CHUNK;
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            part -> {
              float[][] x = new float[4][CHUNK]; // once for many chunks, so that it stays in cache
              int end = Math.min(length, (part + 1) * perPart);
              for (int start = part * perPart; start < end; start += CHUNK) {
                int n = Math.min(CHUNK, end - start);
                w.get(start, x[0], 0, n);
                g.get(start, x[1], 0, n);
                m.get(start, x[2], 0, n);
                v.get(start, x[3], 0, n);
                apply(n, x[0], x[1], x[2], x[3], step, guard);
                w.put(start, x[0], 0, n);
                m.put(start, x[2], 0, n);
                v.put(start, x[3], 0, n);
              }
            });
  }

  private void apply(int n, float[] w, float[] g, float[] m, float[] v, float step, float guard) {
    float keep1 = (float) beta1;
    float keep2 = (float) beta2;
    float add1 = (float) (1 - beta1);
    float add2 = (float) (1 - beta2);
    for (int i = 0; i < n; i++) {
      m[i] = keep1 * m[i] + add1 * g[i];
      v[i] = keep2 * v[i] + add2 * g[i] * g[i];
      w[i] -= step * m[i] / ((float) Math.sqrt(v[i]) + guard);
    }
  }
}
