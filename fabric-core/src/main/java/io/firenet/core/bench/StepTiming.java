package io.firenet.core.bench;

import io.firenet.volume.GridSize;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How one contestant did.
 *
 * @param name the contestant's
 * @param size D, H, W of the image
 * @param losses loss before each step, warm-up included
 * @param seconds wall time of each step after the warm-up
 * @param memoryBytes by how much the process's resident memory grew at most, from before the
 *     contestant was made to the end of its warm-up; memory that an earlier one left to the
 *     allocator is not in it
 */
public record StepTiming(
    String name, GridSize size, double[] losses, double[] seconds, OptionalLong memoryBytes) {

  /**
   * The median of the steps' times.
   *
   * @return seconds
   */
  public double median() {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The shortest time of a step.
   *
   * @return seconds
   */
  public double fastest() {
    return Arrays.stream(seconds).min().orElseThrow();
  }

  /**
   * The longest time of a step.
   *
   * @return seconds
   */
  public double slowest() {
    return Arrays.stream(seconds).max().orElseThrow();
  }

  /**
   * A Markdown table; the ratio is that of the medians to the first row's of the same size.
   *
   * @param rows the first of each size is what others are compared with
   * @return Markdown, each line ended
   */
  public static String table(List<StepTiming> rows) {
    StringBuilder table =
        new StringBuilder(
            """
            | size | engine | median s | min s | max s | ratio | first loss | last loss | memory GB |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """);
    for (StepTiming row : rows) {
      StepTiming first =
          rows.stream().filter(r -> r.size().equals(row.size())).findFirst().orElseThrow();
      String memory =
          row.memoryBytes.isPresent()
              ? String.format(Locale.ROOT, "%.2f", row.memoryBytes.getAsLong() / 1e9)
              : "–";
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.3f | %.3f | %.3f | %.2f | %.5f | %.5f | %s |%n",
              row.size,
              row.name,
              row.median(),
              row.fastest(),
              row.slowest(),
              row.median() / first.median(),
              row.losses[0],
              row.losses[row.losses.length - 1],
              memory));
    }
    return table.toString();
  }
}
