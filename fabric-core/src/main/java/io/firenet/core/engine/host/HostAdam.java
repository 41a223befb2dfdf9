package io.firenet.core.engine.host;

import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.engine.memory.Weight.Moment;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** {@link Adam} in one pass over a group's weights, on all cores. */
final class HostAdam {

  private static final int CHUNK = 2048;

  private HostAdam() {}

  static void update(HostWeightGroup group, Adam adam, double rate) {
    if (group.frozen()) {
      return;
    }
    group.setUpdates(group.updates() + 1);
    Adam.Step step = adam.step(group.updates(), rate);
    FloatBuffer w = group.values();
    FloatBuffer g = group.gradients();
    FloatBuffer m = group.moments(Moment.FIRST);
    FloatBuffer v = group.moments(Moment.SECOND);
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
                apply(adam, step, n, x[0], x[1], x[2], x[3]);
                w.put(start, x[0], 0, n);
                m.put(start, x[2], 0, n);
                v.put(start, x[3], 0, n);
              }
            });
  }

  private static void apply(
      Adam adam, Adam.Step step, int n, float[] w, float[] g, float[] m, float[] v) {
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
}
