package io.firenet.launcher.command.predict;

import java.util.HashMap;
import java.util.List;
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

  /** One worker's images: when its first and its last was done, and how many after the first. */
  private record Course(long first, long last, int later) {

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

  /**
   * A worker has done some images just now.
   *
   * @param seconds that each took, in their order
   */
  void add(String worker, List<Double> seconds) {
    long now = nanos.getAsLong();
    Course course = workers.get(worker);
    if (course == null) {
      double since = seconds.stream().skip(1).mapToDouble(Double::doubleValue).sum();
      workers.put(worker, new Course(now - (long) (since * 1e9), now, seconds.size() - 1));
    } else {
      workers.put(worker, new Course(course.first, now, course.later + seconds.size()));
    }
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
