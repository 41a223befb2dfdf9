package io.firenet.core.engine.loss;

/**
 * The soft Dice term of a loss, {@code 1 − mean of D_c} over some channels, and its derivative by
 * each probability. With p the probabilities, g 1 where a voxel is of the channel and else 0, and
 * sums over the voxels that count, {@code D_c = (2·Σp_c·g_c + 1)/(Σp_c + Σg_c + 1)}. The added 1,
 * one voxel, makes a channel that is absent from the labels count by what is predicted of it: no
 * NaN, and no reward for predicting it.
 */
final class SoftDice {

  private static final double SMOOTH = 1;

  private final double mean;
  private final float[] slopeOutside; // by channel, for voxels that are not of it
  private final float[] slopeInside;

  /**
   * @param sums for each channel Σp, Σg, Σp·g
   * @param first the first channel that has such a term; those before have none
   */
  SoftDice(double[] sums, int channels, int first) {
    slopeOutside = new float[channels];
    slopeInside = new float[channels];
    double total = 0;
    int counted = channels - first;
    for (int c = first; c < channels; c++) {
      double union = sums[3 * c] + sums[3 * c + 1] + SMOOTH;
      double score = (2 * sums[3 * c + 2] + SMOOTH) / union;
      total += score;
      slopeOutside[c] = (float) (score / union / counted);
      slopeInside[c] = (float) ((score - 2) / union / counted);
    }
    mean = total / counted;
  }

  /** The term, as what a perfect one falls short of: {@code mean of D_c}. */
  double mean() {
    return mean;
  }

  /** The derivative of the term by a channel's probability at a voxel. */
  float slope(int channel, boolean inside) {
    return inside ? slopeInside[channel] : slopeOutside[channel];
  }
}
