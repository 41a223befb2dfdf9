package io.firenet.core.report.chart;

import io.firenet.core.report.document.SvgDrawing;
import io.firenet.core.report.document.SvgDrawing.Anchor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Distributions below each other, each as a box from the first to the third quartile with the
 * median, whiskers to the last values within 1.5 times the box's length (Tukey), and a dot for each
 * value, or for those beyond the whiskers where there are many.
 *
 * @param title what runs to the right
 * @param ceiling what no value can exceed
 * @param boxes from above
 */
public record BoxPlot(String title, double ceiling, List<Box> boxes) {

  private static final int WIDTH = 360;
  private static final int LEFT = 16;
  private static final int RIGHT = 18;
  private static final int ROW = 50;
  private static final int BELOW = 42;
  private static final int MANY = 60;
  private static final int HALF = 9; // of a box's height

  public BoxPlot {
    boxes = List.copyOf(boxes);
  }

  /**
   * A distribution.
   *
   * @param name its name
   * @param style number of its colour, from 0
   * @param values finite, at least one
   */
  public record Box(String name, int style, List<Double> values) {

    public Box {
      values = List.copyOf(values);
    }
  }

  /**
   * The drawing.
   *
   * @return with a row for each box, and an axis
   */
  public SvgDrawing draw() {
    SvgDrawing svg = new SvgDrawing(WIDTH, boxes.size() * ROW + BELOW);
    var all =
        boxes.stream()
            .flatMapToDouble(box -> box.values().stream().mapToDouble(v -> v))
            .summaryStatistics();
    Scale scale = Scale.covering(all.getMin(), all.getMax(), 0, ceiling, 6);
    double bottom = boxes.size() * ROW + 4;
    for (double mark : scale.marks()) {
      svg.line("grid", x(mark, scale), 2, x(mark, scale), bottom);
      svg.text("soft", x(mark, scale), bottom + 15, Anchor.MIDDLE, scale.label(mark));
    }
    svg.text("soft", WIDTH / 2.0, bottom + 33, Anchor.MIDDLE, title);
    for (int i = 0; i < boxes.size(); i++) {
      box(svg, boxes.get(i), scale, i * ROW);
    }
    return svg;
  }

  private static void box(SvgDrawing svg, Box box, Scale scale, double top) {
    double[] sorted = box.values().stream().mapToDouble(value -> value).sorted().toArray();
    double q1 = quantile(sorted, 25);
    double q3 = quantile(sorted, 75);
    double reach = 1.5 * (q3 - q1);
    double low = Arrays.stream(sorted).filter(v -> v >= q1 - reach).min().orElse(q1);
    double high = Arrays.stream(sorted).filter(v -> v <= q3 + reach).max().orElse(q3);
    String style = " plain s" + box.style() % 8;
    double y = top + 32;
    String cases = sorted.length == 1 ? "1 case" : sorted.length + " cases";
    svg.text("", LEFT, top + 16, Anchor.START, box.name());
    svg.text("soft", WIDTH - RIGHT, top + 16, Anchor.END, cases);
    svg.line("whisker" + style, x(low, scale), y, x(q1, scale), y);
    svg.line("whisker" + style, x(q3, scale), y, x(high, scale), y);
    svg.rectangle(
        "box f%s".formatted(box.style() % 8) + style,
        x(q1, scale),
        y - HALF,
        Math.max(1, x(q3, scale) - x(q1, scale)),
        2 * HALF);
    double median = x(quantile(sorted, 50), scale);
    svg.line("median" + style, median, y - HALF, median, y + HALF);
    DoubleStream dots = Arrays.stream(sorted);
    if (sorted.length > MANY) {
      dots = dots.filter(v -> v < low || v > high);
    }
    double[] shown = dots.toArray();
    for (int i = 0; i < shown.length; i++) {
      svg.dot("case f" + box.style() % 8, x(shown[i], scale), y + (i % 3 - 1) * 4, 2);
    }
  }

  /** Interpolated between ranks, as R, NumPy and spreadsheets do by default. */
  private static double quantile(double[] sorted, double percent) {
    return new Percentile().withEstimationType(EstimationType.R_7).evaluate(sorted, percent);
  }

  private static double x(double value, Scale scale) {
    return LEFT + scale.position(value) * (WIDTH - LEFT - RIGHT);
  }
}
