package io.firenet.core.training.averaging;

import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.WeightGroup;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One update of the engine's weights by the mean of the workers' gradients: the same as one worker
 * with all of their cases in a batch.
 */
record GradientMaster(TrainingEngine engine) implements Master {

  private static final byte[] NOTHING = new byte[0];

  @Override
  public SharedWeights shared() {
    Map<String, SharedWeights.Group> groups = new LinkedHashMap<>();
    WeightGroups.of(engine)
        .forEach(
            (name, group) ->
                groups.put(
                    name,
                    new SharedWeights.Group(
                        group.updates(),
                        ValueFormat.FLOAT32.encode(WeightGroups.get(group, Weight::values)),
                        NOTHING,
                        NOTHING,
                        ValueFormat.FLOAT32)));
    return new SharedWeights(groups);
  }

  @Override
  public void apply(Contribution contribution, double rate) {
    Map<String, WeightGroup> groups = WeightGroups.of(engine);
    contribution
        .groups()
        .forEach(
            (name, sum) -> {
              WeightGroup group = groups.get(name);
              WeightGroups.set(group, sum.means()[0], Weight::setGradient);
              engine.update(group, rate);
            });
  }

  @Override
  public void finish() {
    // the engine's weights are the ones
  }
}
