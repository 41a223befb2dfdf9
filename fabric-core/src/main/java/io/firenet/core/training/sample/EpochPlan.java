package io.firenet.core.training.sample;

import io.firenet.core.training.run.Sampling;
import io.firenet.dataset.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Which cases an epoch trains on, in which order. The steps of a run are numbered through, and the
 * number alone decides (with the seed) what a step trains on, so an epoch is the same whether the
 * run was stopped before it or not. With {@link Sampling#BALANCED} and {@link
 * Sampling#PROPORTIONAL} a case comes again only when all others of its pool have come, across
 * epochs too; within an epoch the order is random.
 */
public record EpochPlan(List<Step> steps) {

  /** One training step; {@code seed} drives its augmentation. */
  record Step(TrainingDataset dataset, Case trained, long seed) {}

  /** A case with its dataset. */
  private record Candidate(TrainingDataset dataset, Case trained) {}

  /**
   * @param datasets of the run, in its order
   * @param sampling how many steps each dataset gets
   * @param stepsPerEpoch how long an epoch is; 0 for the length that the sampling gives
   * @param seed of the run; epochs differ
   * @param epoch from 1
   * @return the steps of that epoch, in their order
   */
  public static EpochPlan draw(
      List<TrainingDataset> datasets, Sampling sampling, int stepsPerEpoch, long seed, int epoch) {
    List<List<Candidate>> byDataset = new ArrayList<>();
    for (TrainingDataset dataset : datasets) {
      byDataset.add(dataset.training().stream().map(c -> new Candidate(dataset, c)).toList());
    }
    List<List<Candidate>> pools =
        sampling == Sampling.PROPORTIONAL
            ? List.of(byDataset.stream().flatMap(List::stream).toList())
            : byDataset;
    int most = pools.stream().mapToInt(List::size).max().orElse(0);
    int length = stepsPerEpoch > 0 ? stepsPerEpoch : most * pools.size();
    Passes passes = new Passes(pools, seed);
    List<Step> steps = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      long number = (epoch - 1L) * length + i;
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
      Candidate drawn =
          sampling == Sampling.UNIFORM ? anyOf(anyOf(pools, random), random) : passes.at(number);
      steps.add(new Step(drawn.dataset, drawn.trained, random.split().nextLong()));
    }
    Collections.shuffle(steps, new Random(seed * 1_000_003 + epoch));
    return new EpochPlan(steps);
  }

  /**
   * Some of its steps, in the given order.
   *
   * @param numbers of the steps, from 0
   * @return a new plan
   */
  public EpochPlan only(int[] numbers) {
    return new EpochPlan(Arrays.stream(numbers).mapToObj(steps::get).toList());
  }

  /**
   * What each step trains on: equal for two steps on one case of one dataset.
   *
   * @return {@code DATASET/CASE} of each step
   */
  public List<String> cases() {
    return steps.stream().map(step -> step.dataset.name() + "/" + step.trained.id()).toList();
  }

  private static <T> T anyOf(List<T> all, SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Takes the pools in turns and each pool's cases in passes, shuffled anew for each pass. */
  private static final class Passes {
    private final List<List<Candidate>> pools;
    private final long seed;
    private final Map<List<Long>, List<Candidate>> shuffled = new HashMap<>();

    Passes(List<List<Candidate>> pools, long seed) {
      this.pools = pools;
      this.seed = seed;
    }

    Candidate at(long number) {
      long pool = number % pools.size();
      List<Candidate> cases = pools.get((int) pool);
      long turn = number / pools.size();
      long pass = turn / cases.size();
      return shuffled
          .computeIfAbsent(List.of(pool, pass), key -> shuffle(cases, pool, pass))
          .get((int) (turn % cases.size()));
    }

    private List<Candidate> shuffle(List<Candidate> cases, long pool, long pass) {
      List<Candidate> order = new ArrayList<>(cases);
      Collections.shuffle(order, new Random((seed * 31 + pool) * 1_000_003 + pass));
      return order;
    }
  }
}
