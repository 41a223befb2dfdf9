package io.firenet.core.bench;

import io.firenet.volume.GridSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Times training steps of several contestants on one case. They take turns, step by step, so that
 * whatever else the machine does meets all of them.
 *
 * @param warmUp steps of each contestant before any is timed, at least 1
 * @param steps timed steps of each
 */
public record StepBenchmark(int warmUp, int steps) {

  public StepBenchmark {
    if (warmUp < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "a benchmark needs warmUp and steps ≥ 1, got %s and %s".formatted(warmUp, steps));
    }
  }

  /**
   * Makes the contestants one after another, runs them in turns and closes them.
   *
   * @param entries make a contestant each
   * @param data image and labels of the given size
   * @param size D, H and W
   * @return times, losses and memory, in the order of the entries
   * @throws IOException if the process's memory cannot be read
   */
  public List<StepTiming> run(
      List<? extends Supplier<? extends Contestant>> entries, SyntheticCase data, GridSize size)
      throws IOException {
    List<Contestant> contestants = new ArrayList<>();
    try {
      List<double[]> losses = new ArrayList<>();
      List<OptionalLong> memory = new ArrayList<>();
      for (Supplier<? extends Contestant> entry : entries) {
        double[] values = new double[warmUp + steps];
        losses.add(values);
        memory.add(admit(entry, contestants, values, data, size));
      }
      double[][] seconds = new double[contestants.size()][steps];
      for (int step = 0; step < steps; step++) {
        for (int i = 0; i < seconds.length; i++) {
          long start = System.nanoTime();
          double loss = contestants.get(i).step(data.image(), data.labels(), size);
          seconds[i][step] = (System.nanoTime() - start) / 1e9;
          losses.get(i)[warmUp + step] = loss;
        }
      }
      List<StepTiming> timings = new ArrayList<>();
      for (int i = 0; i < seconds.length; i++) {
        String name = contestants.get(i).name();
        timings.add(new StepTiming(name, size, losses.get(i), seconds[i], memory.get(i)));
      }
      return timings;
    } finally {
      contestants.forEach(Contestant::close);
    }
  }

  /** Makes a contestant and warms it up; the growth of resident memory by it. */
  private OptionalLong admit(
      Supplier<? extends Contestant> entry,
      List<Contestant> contestants,
      double[] losses,
      SyntheticCase data,
      GridSize size)
      throws IOException {
    ProcessMemory.resetPeak();
    OptionalLong before = ProcessMemory.resident();
    Contestant contestant = entry.get();
    contestants.add(contestant);
    Arrays.setAll(
        losses, i -> i < warmUp ? contestant.step(data.image(), data.labels(), size) : Double.NaN);
    OptionalLong peak = ProcessMemory.peak();
    return before.isPresent() && peak.isPresent()
        ? OptionalLong.of(peak.getAsLong() - before.getAsLong())
        : OptionalLong.empty();
  }
}
