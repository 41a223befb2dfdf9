package io.firenet.core.engine.loss;

import io.firenet.dataset.Region;
import io.firenet.volume.LabelMap;
import java.util.List;

/**
 * The segmentation loss by its formula, in double precision, on {@code [K,D,H,W]} logits; what is
 * to be ignored is left out of every sum.
 */
public final class LossReference {

  private LossReference() {}

  /** The loss of overlapping regions, on {@code [R,D,H,W]} logits. */
  public static double evaluate(double[] logits, List<Region> regions, short[] labels) {
    int n = labels.length;
    int counted = 0;
    for (short label : labels) {
      counted += label == LabelMap.IGNORED ? 0 : 1;
    }
    double crossEntropy = 0;
    double dice = 0;
    for (int r = 0; r < regions.size(); r++) {
      double overlap = 0;
      double sizes = 0;
      for (int v = 0; v < n; v++) {
        if (labels[v] != LabelMap.IGNORED) {
          double p = 1 / (1 + Math.exp(-logits[r * n + v]));
          boolean inside = regions.get(r).has(labels[v]);
          crossEntropy -= Math.log(inside ? p : 1 - p) / counted / regions.size();
          overlap += inside ? p : 0;
          sizes += p + (inside ? 1 : 0);
        }
      }
      dice += (2 * overlap + 1) / (sizes + 1) / regions.size();
    }
    return crossEntropy + 1 - dice;
  }

  public static double evaluate(double[] logits, int classes, short[] labels) {
    int n = labels.length;
    int counted = 0;
    for (short label : labels) {
      counted += label == LabelMap.IGNORED ? 0 : 1;
    }
    double[][] p = new double[classes][n];
    double crossEntropy = 0;
    for (int v = 0; v < n; v++) {
      if (labels[v] == LabelMap.IGNORED) {
        continue;
      }
      double total = 0;
      for (int c = 0; c < classes; c++) {
        p[c][v] = Math.exp(logits[c * n + v]);
        total += p[c][v];
      }
      for (int c = 0; c < classes; c++) {
        p[c][v] /= total;
      }
      crossEntropy -= Math.log(p[labels[v]][v]) / counted;
    }
    double dice = 0;
    for (int c = 1; c < classes; c++) {
      double overlap = 0;
      double sizes = 0;
      for (int v = 0; v < n; v++) {
        double g = labels[v] == c ? 1 : 0;
        overlap += p[c][v] * g;
        sizes += p[c][v] + g;
      }
      dice += (2 * overlap + 1) / (sizes + 1) / (classes - 1);
    }
    return crossEntropy + 1 - dice;
  }
}
