package io.firenet.core.training.averaging;

import io.firenet.core.training.TrainingRound;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToDoubleFunction;

/**
 * How many steps each worker does between two averages: as many as were asked for, or so many that
 * averaging takes about a tenth of the time, by the last rounds measured.
 */
final class RoundLength {

  private static final double AVERAGING_SHARE = 0.1;
  private static final int FIRST = 4; // the first round also opens data and compiles kernels
  private static final int REMEMBERED = 5;

  private final int asked;
  private final Deque<TrainingRound> rounds = new ArrayDeque<>();
  private int seen;

  RoundLength(int asked) {
    this.asked = asked;
  }

  /**
   * The steps of the next round. Measured ones divide what is left of an epoch evenly, since a
   * short round at its end would be averaged as long as any.
   *
   * @param left of the epoch
   */
  int next(int left) {
    if (asked > 0) {
      return asked;
    }
    if (rounds.isEmpty()) {
      return FIRST;
    }
    double share = AVERAGING_SHARE / (1 - AVERAGING_SHARE);
    double perStep = mean(TrainingRound::secondsPerStep);
    double steps = Math.max(2, mean(TrainingRound::averagingSeconds) / (share * perStep));
    return (int) Math.ceil(left / Math.max(1, Math.floor(left / steps)));
  }

  /** Takes in a round; the first one tells nothing of later ones. */
  void add(TrainingRound round) {
    if (seen++ > 0) {
      rounds.add(round);
      if (rounds.size() > REMEMBERED) {
        rounds.remove();
      }
    }
  }

  private double mean(ToDoubleFunction<TrainingRound> of) {
    return rounds.stream().mapToDouble(of).average().orElse(Double.NaN);
  }
}
