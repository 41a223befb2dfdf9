package io.firenet.core.training.averaging;

import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.Weight.Mean;
import io.firenet.core.engine.memory.WeightGroup;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mean of the workers' weights, and of their moments. The running mean of the weights is the
 * driver's alone: after a round it moves as far as that many updates would have moved it, towards
 * the weights that the round came to. Updates are counted, in checkpoints too, as those of a single
 * process that each step of a worker stands for, so that either can go on with what the other left.
 */
final class AverageMaster implements Master {

  private final Optimiser optimiser;
  private final OuterUpdate outer;
  private final ValueFormat format;
  private final int updatesPerStep;
  private final OuterMomentum momentum;
  private final Map<String, State> states = new LinkedHashMap<>();

  AverageMaster(
      TrainingEngine engine,
      Optimiser optimiser,
      AveragingSettings settings,
      int workers,
      OuterMomentum momentum) {
    this.optimiser = optimiser;
    this.outer = settings.outer();
    this.format = settings.format();
    this.updatesPerStep = settings.updatesPerStep(workers);
    this.momentum = momentum;
    WeightGroups.of(engine).forEach((name, group) -> states.put(name, new State(name, group)));
  }

  /** One weight group. */
  private final class State {

    private final WeightGroup group;
    private final float[] values;
    private final float[] average;
    private final float[] moving;
    private final float[] first;
    private final float[] second;
    private long updates;

    State(String name, WeightGroup group) {
      this.group = group;
      values = WeightGroups.get(group, Weight::values);
      first = WeightGroups.get(group, weight -> weight.mean(Mean.GRADIENT));
      second = WeightGroups.get(group, weight -> weight.mean(Mean.SQUARED_GRADIENT));
      updates = group.updates();
      if (!optimiser.averages()) {
        average = new float[0];
      } else {
        average =
            group.averaged()
                ? WeightGroups.get(group, weight -> weight.mean(Mean.VALUE))
                : values.clone();
      }
      moving = outer.momentum() > 0 ? momentum.of(name, values.length) : new float[0];
    }

    SharedWeights.Group shared() {
      return new SharedWeights.Group(
          (updates + updatesPerStep - 1) / updatesPerStep,
          ValueFormat.FLOAT32.encode(values),
          format.encode(first),
          format.encode(second),
          format);
    }

    void apply(GroupSum sum) {
      float[][] means = sum.means();
      outer.apply(values, means[0], moving);
      double[] left = sum.kept();
      Moment.apply(first, means[1], left[0]);
      Moment.applySquares(second, means[2], left[1]);
      double kept = 1;
      long after = updates + updatesPerStep * sum.updates();
      for (long update = updates + 1; update <= after; update++) {
        kept *= optimiser.averagesAfter(update) ? optimiser.kept(update) : 1;
      }
      for (int i = 0; i < average.length; i++) {
        average[i] += (float) ((1 - kept) * (values[i] - average[i]));
      }
      updates = after;
    }

    void finish() {
      WeightGroups.set(group, values, Weight::set);
      WeightGroups.set(group, first, (weight, part) -> weight.setMean(Mean.GRADIENT, part));
      WeightGroups.set(
          group, second, (weight, part) -> weight.setMean(Mean.SQUARED_GRADIENT, part));
      if (average.length > 0 && updates > 0) {
        group.beginAverages();
        WeightGroups.set(group, average, (weight, part) -> weight.setMean(Mean.VALUE, part));
      }
      group.setUpdates(updates);
    }
  }

  @Override
  public SharedWeights shared() {
    Map<String, SharedWeights.Group> groups = new LinkedHashMap<>();
    states.forEach((name, state) -> groups.put(name, state.shared()));
    return new SharedWeights(groups);
  }

  @Override
  public void apply(Contribution contribution, double rate) {
    contribution.groups().forEach((name, sum) -> states.get(name).apply(sum));
  }

  @Override
  public void finish() {
    states.values().forEach(State::finish);
  }
}
