package io.firenet.launcher.command.predict;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How fast a cohort goes: a cluster takes long to begin, and its workers with their first image,
 * for which they open the model; what matters for a large cohort is how fast it goes from then on.
 */
final class CohortPace {

  private final LongSupplier nanos;
  private final long begun;
  private final Map<String, Course> workers = new HashMap<>();

  /** One worker's images. */
  private record Course(long first, long last, int later) {

    Course next(long now) {
      return new Course(first, now, later + 1);
    }

    double perSecond() {
      return later == 0 ? 0 : later / ((last - first) / 1e9);
    }
  }

  /**
   * Begins now.
   *
   * @param nanos a clock as {@link System#nanoTime}
   */
  CohortPace(LongSupplier nanos) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /** A worker has done an image just now. */
  void add(String worker) {
    long now = nanos.getAsLong();
    Course course = workers.get(worker);
    workers.put(worker, course == null ? new Course(now, now, 0) : course.next(now));
  }

  /** The whole in a line. */
  @Override
  public String toString() {
    String all = String.format(Locale.ROOT, "%.1f s in all", seconds(nanos.getAsLong()));
    if (workers.isEmpty()) {
      return all;
    }
    long first = workers.values().stream().mapToLong(Course::first).max().orElseThrow();
    double perSecond = workers.values().stream().mapToDouble(Course::perSecond).sum();
    String count =
        workers.size() == 1 ? "the worker" : "each of %s workers".formatted(workers.size());
    String text =
        String.format(
            Locale.ROOT,
            "%s, %.1f s until %s had done its first image",
            all,
            seconds(first),
            count);
    return perSecond == 0
        ? text
        : String.format(Locale.ROOT, "%s, then %.2f images a second", text, perSecond);
  }

  private double seconds(long now) {
    return (now - begun) / 1e9;
  }
}
