package io.firenet.core.training.run;

import io.firenet.core.io.RecordCodec;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How far a run has come.
 *
 * @param history every epoch done, in order
 * @param bestEpoch the epoch of the best {@link EpochRecord#meanScore}; 0 if none was validated
 * @param finishedAt time of the last epoch's end, ISO 8601, UTC
 */
public record RunState(List<EpochRecord> history, int bestEpoch, String finishedAt) {

  private static final int RECENT_EPOCHS = 3;

  /** Nothing done yet. */
  public static final RunState START = new RunState(List.of(), 0, "");

  /**
   * @throws IllegalArgumentException if the epochs are not numbered through, or the best is none of
   *     them
   */
  public RunState {
    history = List.copyOf(history);
    for (int i = 0; i < history.size(); i++) {
      if (history.get(i).epoch() != i + 1) {
        throw new IllegalArgumentException(
            "expected epoch %s in its history, found %s".formatted(i + 1, history.get(i).epoch()));
      }
    }
    if (bestEpoch < 0 || bestEpoch > history.size()) {
      throw new IllegalArgumentException(
          "expected a best epoch from 0 to %s, found %s".formatted(history.size(), bestEpoch));
    }
  }

  /**
   * The number of epochs done.
   *
   * @return 0 before the first is done
   */
  public int epochs() {
    return history.size();
  }

  /**
   * The last epoch done.
   *
   * @return the record with the highest number
   * @throws IndexOutOfBoundsException if there is none
   */
  public EpochRecord last() {
    return history.get(history.size() - 1);
  }

  /**
   * Time spent in the epochs done.
   *
   * @return seconds, over all resumed parts
   */
  public double seconds() {
    return history.stream().mapToDouble(EpochRecord::seconds).sum();
  }

  /**
   * Training steps on a dataset's cases, over all epochs.
   *
   * @param dataset its name in the run
   * @return 0 for a dataset that has had none
   */
  public long steps(String dataset) {
    return history.stream()
        .map(epoch -> epoch.losses().get(dataset))
        .filter(Objects::nonNull)
        .mapToLong(DatasetLoss::steps)
        .sum();
  }

  /**
   * Training steps of all epochs on all datasets.
   *
   * @return 0 before the first epoch is done
   */
  public long steps() {
    return history.stream()
        .flatMap(epoch -> epoch.losses().values().stream())
        .mapToLong(DatasetLoss::steps)
        .sum();
  }

  /**
   * About how long the rest takes, from the last epochs, and from the time that the run is given.
   *
   * @param epochs to train
   * @param minutes most time to train; 0 for no limit
   * @return NaN if no epoch is done and there is no limit
   */
  public double secondsLeft(int epochs, double minutes) {
    return secondsLeft(history.stream().map(EpochRecord::seconds).toList(), epochs, minutes);
  }

  /**
   * The same of a run whose epochs took so long.
   *
   * @param done seconds of each epoch done
   * @param epochs to train altogether, counted with those done
   * @param minutes most time to train; 0 for no limit
   * @return seconds; NaN if no epoch is done and there is no limit
   */
  public static double secondsLeft(List<Double> done, double epochs, double minutes) {
    double usual =
        done.stream()
            .skip(Math.max(0, done.size() - RECENT_EPOCHS))
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(Double.NaN);
    double left = usual * Math.max(0, epochs - done.size());
    if (minutes > 0) {
      double spent = done.stream().mapToDouble(Double::doubleValue).sum();
      double allowed = Math.max(0, 60 * minutes - spent);
      left = Double.isNaN(left) ? allowed : Math.min(left, allowed);
    }
    return left;
  }

  /**
   * What all epochs came to, as far as it was written down.
   *
   * @return training and validation apart
   */
  public Work work() {
    return history.stream().flatMap(epoch -> epoch.work().stream()).reduce(Work.NONE, Work::plus);
  }

  /**
   * This state after one more epoch.
   *
   * @param epoch the record of the epoch after the last
   * @param time when it was done, ISO 8601, UTC
   * @return a new state
   */
  public RunState with(EpochRecord epoch, String time) {
    List<EpochRecord> longer = new ArrayList<>(history);
    longer.add(epoch);
    boolean best =
        bestEpoch == 0
            ? Double.isFinite(epoch.meanScore())
            : epoch.meanScore() >= history.get(bestEpoch - 1).meanScore();
    return new RunState(longer, best ? epoch.epoch() : bestEpoch, time);
  }

  JsonObject toJson() {
    return RecordCodec.write(this);
  }

  static RunState fromJson(JsonObject json) {
    return RecordCodec.read(RunState.class, json);
  }
}
