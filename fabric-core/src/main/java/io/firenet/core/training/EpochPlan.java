package io.firenet.core.training;

import io.firenet.dataset.Case;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which cases an epoch trains on, in which order: every case of the largest dataset once, and those
 * of smaller ones repeated up to as many, as in the paper. The same seed and epoch give the same
 * plan.
 */
record EpochPlan(List<Step> steps) {

  /** One training step; {@code seed} drives its augmentation. */
  record Step(TrainingDataset dataset, Case trained, long seed) {}

  static EpochPlan draw(List<TrainingDataset> datasets, long seed, int epoch) {
    Random random = new Random(seed * 1_000_003 + epoch);
    int most = datasets.stream().mapToInt(d -> d.training().size()).max().orElse(0);
    List<Step> steps = new ArrayList<>();
    for (TrainingDataset dataset : datasets) {
      List<Case> cases = new ArrayList<>(dataset.training());
      for (int i = 0; i < most; i++) {
        if (i % cases.size() == 0) {
          Collections.shuffle(cases, random); // so that a part of a repetition is a random part
        }
        steps.add(new Step(dataset, cases.get(i % cases.size()), random.nextLong()));
      }
    }
    Collections.shuffle(steps, random);
    return new EpochPlan(steps);
  }
}
