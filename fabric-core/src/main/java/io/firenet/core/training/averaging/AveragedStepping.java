package io.firenet.core.training.averaging;

import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.training.Stepping;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.TrainingRound;
import io.firenet.core.training.sample.EpochPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Periodic averaging: each worker takes the shared weights, does some steps of its own share of the
 * epoch, and what they come to is averaged, by steps; a dataset's stem and head over the workers
 * that trained it. The steps that all workers do at a time count as one after another for epochs
 * and the learning rate's schedule.
 */
public final class AveragedStepping implements Stepping {

  private static final Logger LOG = LoggerFactory.getLogger(AveragedStepping.class);

  private final AveragingSettings settings;
  private final Optimiser optimiser;
  private final Crew crew;
  private final RoundLength length;
  private final OuterMomentum momentum = new OuterMomentum();
  private final Map<Integer, String> places = new HashMap<>();
  private @Nullable Master master;

  /**
   * @param settings how often weights are averaged, and how
   * @param optimiser of the run
   * @param crew does the steps
   */
  public AveragedStepping(AveragingSettings settings, Optimiser optimiser, Crew crew) {
    this.settings = settings;
    this.optimiser = optimiser;
    this.crew = crew;
    this.length = new RoundLength(settings.localSteps());
  }

  /**
   * What the workers' learning rate is multiplied with, see {@link
   * AveragingSettings#updatesPerStep}.
   *
   * @return at least 1
   */
  public int rateFactor() {
    return settings.updatesPerStep(crew.workers());
  }

  @Override
  public int workers() {
    return crew.workers();
  }

  @Override
  public Map<String, float[]> momentum() {
    return momentum.all();
  }

  @Override
  public void resume(Map<String, float[]> kept) {
    if (settings.outer().momentum() > 0) {
      momentum.resume(kept);
    } else if (!kept.isEmpty()) {
      LOG.warn("the run has had Nesterov's outer momentum, which is left out from here on");
    }
  }

  private Master master(TrainingEngine engine) {
    if (master == null) {
      master =
          settings.ofGradients()
              ? new GradientMaster(engine)
              : new AverageMaster(engine, optimiser, settings, crew.workers(), momentum);
    }
    return master;
  }

  @Override
  public Epoch begin(TrainingEngine engine, EpochPlan plan, int number, TrainingListener listener) {
    int steps = plan.cases().size();
    String datasets = String.join(", ", engine.networks().keySet());
    return new Rounds(
        master(engine),
        EpochShares.of(plan.cases(), crew.workers()),
        number,
        step -> listener.stepBegins(number, step, steps, datasets),
        round -> listener.roundDone(number, round));
  }

  /** The rounds of an epoch. */
  private final class Rounds implements Epoch {

    private final Master weights;
    private final int[][] shares;
    private final int epoch;
    private final IntConsumer begins; // told which step of the epoch the round's first is
    private final Consumer<TrainingRound> ends;
    private int told;
    private int done; // by the worker with the largest share
    private int rounds;
    private double waitSeconds;

    Rounds(
        Master weights,
        int[][] shares,
        int epoch,
        IntConsumer begins,
        Consumer<TrainingRound> ends) {
      this.weights = weights;
      this.shares = shares;
      this.epoch = epoch;
      this.begins = begins;
      this.ends = ends;
    }

    @Override
    public List<Step> next(IntToDoubleFunction rates) throws IOException, InterruptedException {
      long start = System.nanoTime();
      int steps = length.next(shares[0].length - done);
      List<Share> round = new ArrayList<>();
      List<String> where = new ArrayList<>();
      for (int worker = 0; worker < shares.length; worker++) {
        int count = Math.min(steps, shares[worker].length - done);
        if (count > 0) {
          round.add(share(worker, count, rates));
          where.add(places.getOrDefault(worker, ""));
        }
      }
      begins.accept(told + 1);
      SharedWeights shared = weights.shared();
      Contribution sum = crew.round(shared, round, where);
      weights.apply(sum, rates.applyAsDouble(0));
      done += round.get(0).count();
      long bytesIn = sum.workers().stream().mapToLong(Contribution.Effort::bytes).max().orElse(0);
      double slowest = 0;
      double waited = 0;
      for (Contribution.Effort effort : sum.workers()) {
        places.put(effort.worker(), effort.place());
        slowest = Math.max(slowest, effort.stepSeconds());
        waited = Math.max(waited, effort.waitSeconds());
      }
      waitSeconds += waited;
      told += sum.steps().size();
      TrainingRound ended =
          new TrainingRound(
              ++rounds,
              round.size(),
              sum.steps().size(),
              round.get(0).count(),
              slowest,
              waited,
              (System.nanoTime() - start) / 1e9,
              shared.bytes(),
              bytesIn);
      length.add(ended);
      ends.accept(ended);
      return sum.told();
    }

    private Share share(int worker, int count, IntToDoubleFunction rates) {
      double[] each = new double[count];
      Arrays.setAll(each, step -> rateFactor() * rates.applyAsDouble(step * shares.length));
      return new Share(
          worker, epoch, shares[worker], done, each, settings.ofGradients(), settings.format());
    }

    @Override
    public void finish() {
      weights.finish();
    }

    @Override
    public double waitSeconds() {
      return waitSeconds;
    }

    @Override
    public void close() {
      // workers keep what they have for the next epoch
    }
  }
}
