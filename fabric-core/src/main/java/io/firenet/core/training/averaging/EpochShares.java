package io.firenet.core.training.averaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The steps of an epoch divided among workers: as many for each, give or take one, and a case with
 * the worker that had it before wherever that is possible, since that one has it cached.
 */
final class EpochShares {

  private EpochShares() {}

  /**
   * @param cases what each step trains on
   * @return the numbers of each worker's steps, ascending
   */
  static int[][] of(List<String> cases, int workers) {
    List<List<Integer>> shares = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      shares.add(new ArrayList<>());
    }
    Deque<Integer> homeless = new ArrayDeque<>();
    for (int step = 0; step < cases.size(); step++) {
      int home = home(cases.get(step), workers);
      if (shares.get(home).size() < size(home, workers, cases.size())) {
        shares.get(home).add(step);
      } else {
        homeless.add(step);
      }
    }
    for (int worker = 0; worker < workers; worker++) {
      while (shares.get(worker).size() < size(worker, workers, cases.size())) {
        shares.get(worker).add(homeless.remove());
      }
    }
    return shares.stream()
        .map(share -> share.stream().mapToInt(Integer::intValue).sorted().toArray())
        .toArray(int[][]::new);
  }

  private static int size(int worker, int workers, int steps) {
    return steps / workers + (worker < steps % workers ? 1 : 0);
  }

  /** The same in every epoch and in every process. */
  private static int home(String name, int workers) {
    int mixed = name.hashCode() * 0x9e3779b9;
    return Math.floorMod(mixed ^ (mixed >>> 16), workers);
  }
}
