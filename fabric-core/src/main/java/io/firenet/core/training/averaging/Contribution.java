package io.firenet.core.training.averaging;

import io.firenet.core.training.Stepping;
import io.firenet.volume.GridSize;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one worker's steps of a round came to, or several workers' together.
 *
 * @param groups what was trained, by weight group; a group that no step changed is left out
 * @param steps that were done
 * @param workers how each worker did
 */
public record Contribution(Map<String, GroupSum> groups, List<Step> steps, List<Effort> workers)
    implements Serializable {

  public Contribution {
    groups = new TreeMap<>(groups);
    steps = new ArrayList<>(steps);
    workers = new ArrayList<>(workers);
  }

  /** A step by its number in the epoch's plan. */
  record Step(
      int number, String dataset, String caseId, int depth, int height, int width, double loss)
      implements Serializable {

    Stepping.Step told() {
      return new Stepping.Step(dataset, caseId, new GridSize(depth, height, width), loss);
    }
  }

  /**
   * How a worker did.
   *
   * @param worker its number
   * @param place where the worker is, so that what it has cached can be used again
   * @param stepSeconds time of its steps
   * @param waitSeconds how long these waited for data
   * @param bytes of its contribution
   */
  record Effort(int worker, String place, double stepSeconds, double waitSeconds, long bytes)
      implements Serializable {}

  /**
   * Both together.
   *
   * @param other of the same round
   * @return the sum of both, with the steps of both
   */
  public Contribution plus(Contribution other) {
    Map<String, GroupSum> sums = new TreeMap<>(groups);
    other.groups.forEach((name, sum) -> sums.merge(name, sum, GroupSum::plus));
    List<Step> both = new ArrayList<>(steps);
    both.addAll(other.steps);
    List<Effort> all = new ArrayList<>(workers);
    all.addAll(other.workers);
    return new Contribution(sums, both, all);
  }

  /** The steps in the order of the plan. */
  List<Stepping.Step> told() {
    return steps.stream().sorted(Comparator.comparingInt(Step::number)).map(Step::told).toList();
  }
}
