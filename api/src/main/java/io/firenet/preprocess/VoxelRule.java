package io.firenet.preprocess;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Which label a voxel gets of its scores: that of the largest one, or, where they are of regions
 * that overlap, the one that the last region paints whose score is above a threshold. The winner is
 * a number of its own, 0 to K, since regions may paint the same label.
 */
final class VoxelRule {

  /** Of logits: a sigmoid of ½. */
  static final float LOGIT = 0;

  private final int classes;
  private final short[] labelOf; // by winner
  private final boolean regions;
  private final float threshold;

  /**
   * @param classes K
   * @param painted the label of each region; empty for classes that exclude each other
   * @param threshold above which a voxel is in a region
   */
  VoxelRule(int classes, List<Integer> painted, float threshold) {
    this.classes = classes;
    this.threshold = threshold;
    regions = !painted.isEmpty();
    labelOf = new short[classes + 1];
    for (int k = 0; k < classes; k++) {
      labelOf[k + (regions ? 1 : 0)] = (short) (regions ? painted.get(k) : k);
    }
  }

  /** One score of a voxel. */
  @FunctionalInterface
  interface Scores {
    float of(int channel);
  }

  /** The winner of a voxel. */
  short winner(Scores scores) {
    if (regions) {
      for (int k = classes - 1; k >= 0; k--) {
        if (scores.of(k) > threshold) {
          return (short) (k + 1);
        }
      }
      return 0;
    }
    short best = 0;
    float max = scores.of(0);
    for (int k = 1; k < classes; k++) {
      float value = scores.of(k);
      if (value > max) {
        max = value;
        best = (short) k;
      }
    }
    return best;
  }

  /** The label of a winner. */
  short label(short winner) {
    return labelOf[winner];
  }

  /**
   * The winners of a range of voxels.
   *
   * @param scores {@code [K,…]}
   * @param bases where the range begins in each channel
   * @param winners receives them from {@code at} on
   */
  void winners(float[] scores, int[] bases, int length, short[] winners, int at) {
    float[] max = new float[length];
    if (regions) {
      Arrays.fill(max, threshold);
    } else {
      System.arraycopy(scores, bases[0], max, 0, length);
    }
    for (int k = regions ? 0 : 1; k < classes; k++) {
      int in = bases[k];
      for (int i = 0; i < length; i++) {
        if (scores[in + i] > max[i]) {
          max[i] = regions ? threshold : scores[in + i];
          winners[at + i] = (short) (regions ? k + 1 : k);
        }
      }
    }
  }

  /** Where each channel of some planes begins. */
  int[] bases(IntUnaryOperator base) {
    return IntStream.range(0, classes).map(base).toArray();
  }
}
