package io.firenet.core.training.averaging;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many steps each worker does between two averages: as many as were asked for, or so many that
 * averaging takes about a tenth of the time, by the last rounds measured.
 */
final class RoundLength {

  private static final double AVERAGING_SHARE = 0.1;
  private static final int FIRST = 4; // the first round also opens data and compiles kernels
  private static final int REMEMBERED = 5;

  private final int asked;
  private final Deque<Round> rounds = new ArrayDeque<>();
  private int seen;

  RoundLength(int asked) {
    this.asked = asked;
  }

  /**
   * A round that was measured.
   *
   * @param steps of a worker
   * @param seconds of the round
   * @param stepSeconds of the steps of the worker that took longest
   */
  record Round(int steps, double seconds, double stepSeconds) {

    double perStep() {
      return stepSeconds / steps;
    }

    double averaging() {
      return Math.max(0, seconds - stepSeconds);
    }
  }

  /** The steps of the next round. */
  int next() {
    if (asked > 0) {
      return asked;
    }
    if (rounds.isEmpty()) {
      return FIRST;
    }
    double share = AVERAGING_SHARE / (1 - AVERAGING_SHARE);
    return (int) Math.max(2, Math.ceil(averaging() / (share * perStep())));
  }

  /** Takes in a round; the first one tells nothing of later ones. */
  void add(Round round) {
    if (seen++ > 0 && round.steps() > 0) {
      rounds.add(round);
      if (rounds.size() > REMEMBERED) {
        rounds.remove();
      }
    }
  }

  /** Seconds of a step, the mean over the last rounds; NaN without any. */
  double perStep() {
    return rounds.stream().mapToDouble(Round::perStep).average().orElse(Double.NaN);
  }

  /** Seconds of a round beside its steps likewise. */
  double averaging() {
    return rounds.stream().mapToDouble(Round::averaging).average().orElse(Double.NaN);
  }
}
