package io.firenet.core.training.averaging;

import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.training.Stepping;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.sample.EpochPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Periodic averaging: each worker takes the shared weights, does some steps of its own share of the
 * epoch, and what they come to is averaged, by steps; a dataset's stem and head over the workers
 * that trained it. The steps that all workers do at a time count as one after another for epochs
 * and the learning rate.
 */
public final class AveragedStepping implements Stepping {

  private static final Logger LOG = LoggerFactory.getLogger(AveragedStepping.class);
  private static final double MEGA = 1e6;

  private final AveragingSettings settings;
  private final Optimiser optimiser;
  private final Crew crew;
  private final RoundLength length;
  private final OuterMomentum momentum = new OuterMomentum();
  private final Map<Integer, String> places = new HashMap<>();
  private @Nullable Master master;

  /**
   * @param optimiser of the run
   * @param crew does the steps
   */
  public AveragedStepping(AveragingSettings settings, Optimiser optimiser, Crew crew) {
    this.settings = settings;
    this.optimiser = optimiser;
    this.crew = crew;
    this.length = new RoundLength(settings.localSteps());
  }

  @Override
  public int workers() {
    return crew.workers();
  }

  private Master master(TrainingEngine engine) {
    if (master == null) {
      master =
          settings.ofGradients()
              ? new GradientMaster(engine)
              : new AverageMaster(engine, optimiser, settings, momentum);
    }
    return master;
  }

  @Override
  public Epoch begin(TrainingEngine engine, EpochPlan plan, int number, TrainingListener listener) {
    int steps = plan.cases().size();
    return new Rounds(
        master(engine),
        EpochShares.of(plan.cases(), crew.workers()),
        number,
        step ->
            listener.stepBegins(
                number, step, steps, String.join(", ", engine.networks().keySet())));
  }

  /** The rounds of an epoch. */
  private final class Rounds implements Epoch {

    private final Master weights;
    private final int[][] shares;
    private final int epoch;
    private final IntConsumer begins; // told which step of the epoch the round's first is
    private int told;
    private int done; // by the worker with the largest share
    private int rounds;
    private long bytesOut;
    private long bytesIn;
    private double waitSeconds;

    Rounds(Master weights, int[][] shares, int epoch, IntConsumer begins) {
      this.weights = weights;
      this.shares = shares;
      this.epoch = epoch;
      this.begins = begins;
    }

    @Override
    public List<Step> next(IntToDoubleFunction rates) throws IOException, InterruptedException {
      long start = System.nanoTime();
      int steps = length.next();
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
      rounds++;
      bytesOut = shared.bytes();
      bytesIn = sum.workers().stream().mapToLong(Contribution.Effort::bytes).max().orElse(0);
      double slowest = 0;
      double waited = 0;
      for (Contribution.Effort effort : sum.workers()) {
        places.put(effort.worker(), effort.place());
        slowest = Math.max(slowest, effort.stepSeconds());
        waited = Math.max(waited, effort.waitSeconds());
      }
      waitSeconds += waited;
      double seconds = (System.nanoTime() - start) / 1e9;
      length.add(new RoundLength.Round(round.get(0).count(), seconds, slowest));
      told += sum.steps().size();
      return sum.told();
    }

    private Share share(int worker, int count, IntToDoubleFunction rates) {
      double[] each = new double[count];
      Arrays.setAll(each, step -> rates.applyAsDouble(step * shares.length));
      return new Share(
          worker, epoch, shares[worker], done, each, settings.ofGradients(), settings.format());
    }

    @Override
    public void finish() {
      weights.finish();
      if (!Double.isNaN(length.perStep())) {
        LOG.info(
            String.format(
                Locale.ROOT,
                "epoch %s: %s rounds of %s workers, %s steps a round at the end; a step %.2f s, averaging"
                    + " %.2f s, %.0f MB to a worker and %.0f MB from it",
                epoch,
                rounds,
                shares.length,
                length.next(),
                length.perStep(),
                length.averaging(),
                bytesOut / MEGA,
                bytesIn / MEGA));
      }
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
