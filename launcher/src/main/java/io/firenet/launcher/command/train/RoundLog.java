package io.firenet.launcher.command.train;

import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.TrainingRound;
import io.firenet.core.training.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A line for every round in a run's log, and one for the rounds of an epoch everywhere. */
final class RoundLog implements TrainingListener {

  private static final double MEGA = 1e6;

  private final RunLog log;
  private final List<TrainingRound> rounds = new ArrayList<>();

  RoundLog(RunLog log) {
    this.log = log;
  }

  @Override
  public void roundDone(int epoch, TrainingRound round) {
    if (round.number() == 1) {
      rounds.clear(); // of an epoch that was given up
    }
    rounds.add(round);
    log.line(
        String.format(
            Locale.ROOT,
            "epoch %s round %s: %s steps by %s workers, %.2f s of steps (%.2f s of it waiting for"
                + " data), %.2f s of averaging, %.0f MB to a worker and %.0f MB from it",
            epoch,
            round.number(),
            round.steps(),
            round.workers(),
            round.stepSeconds(),
            round.waitSeconds(),
            round.averagingSeconds(),
            round.bytesOut() / MEGA,
            round.bytesIn() / MEGA));
  }

  @Override
  public void epochDone(RunState state) {
    if (rounds.isEmpty()) {
      return;
    }
    double steps = sum(TrainingRound::stepSeconds);
    double averaging = sum(TrainingRound::averagingSeconds);
    TrainingRound last = rounds.get(rounds.size() - 1);
    log.writer()
        .printf(
            Locale.ROOT,
            "  %s rounds of up to %s steps of each of %s workers: %.0f s of steps, %.0f s of"
                + " averaging (%.0f %%), %.0f MB to a worker and %.0f MB from it in each%n",
            rounds.size(),
            rounds.stream().mapToInt(TrainingRound::mostSteps).max().orElse(0),
            rounds.get(0).workers(),
            steps,
            averaging,
            100 * averaging / (steps + averaging),
            last.bytesOut() / MEGA,
            last.bytesIn() / MEGA);
    log.writer().flush();
    rounds.clear();
  }

  private double sum(ToDoubleFunction<TrainingRound> of) {
    return rounds.stream().mapToDouble(of).sum();
  }
}
