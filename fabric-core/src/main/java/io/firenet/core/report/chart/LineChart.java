package io.firenet.core.report.chart;

import io.firenet.core.report.document.SvgDrawing;
import io.firenet.core.report.document.SvgDrawing.Anchor;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Lines over a common axis.
 *
 * @param xTitle what runs to the right, from 0
 * @param yTitle what runs upwards
 * @param ceiling what no value of y can exceed
 * @param lines from the one to draw first
 */
public record LineChart(String xTitle, String yTitle, double ceiling, List<Line> lines) {

  private static final int WIDTH = 360;
  private static final int LEFT = 58;
  private static final int RIGHT = 12;
  private static final int TOP = 12;
  private static final int PLOT = 190;
  private static final int BELOW = 44;
  private static final int LEGEND_LINE = 19;
  private static final int FEW_POINTS = 12;

  public LineChart {
    lines = List.copyOf(lines);
  }

  /**
   * A line and what it is the mean of.
   *
   * @param name for the legend
   * @param style number of its colour and dashes, from 0
   * @param points its points, by x
   * @param parts lines that are drawn thin behind it; may be none
   */
  public record Line(String name, int style, List<Point> points, List<List<Point>> parts) {

    public Line {
      points = List.copyOf(points);
      parts = parts.stream().map(List::copyOf).toList();
    }
  }

  /** A point of a line; both coordinates are finite. */
  public record Point(double x, double y) {}

  /**
   * The drawing.
   *
   * @return with axes and a legend
   */
  public SvgDrawing draw() {
    SvgDrawing svg = new SvgDrawing(WIDTH, TOP + PLOT + BELOW + lines.size() * LEGEND_LINE + 4);
    DoubleStream.Builder ys = DoubleStream.builder();
    all().forEach(point -> ys.add(point.y()));
    var y = ys.build().summaryStatistics();
    Scale up = Scale.covering(y.getMin(), y.getMax(), 0, ceiling, 6);
    double last = all().mapToDouble(Point::x).max().orElse(1);
    Scale right = Scale.covering(0, last, 0, Double.POSITIVE_INFINITY, 6);
    right = new Scale(0, Math.max(last, 1e-9), right.step());
    axes(svg, right, up);
    for (Line line : lines) {
      for (List<Point> part : line.parts()) {
        path(svg, "thin plain s" + line.style() % 8, part, right, up);
      }
    }
    int row = 0;
    for (Line line : lines) {
      line(svg, line, right, up);
      legend(svg, line, row++);
    }
    return svg;
  }

  private Stream<Point> all() {
    return lines.stream()
        .flatMap(line -> Stream.concat(Stream.of(line.points()), line.parts().stream()))
        .flatMap(List::stream);
  }

  private void axes(SvgDrawing svg, Scale right, Scale up) {
    for (double mark : up.marks()) {
      double y = y(mark, up);
      svg.line("grid", LEFT, y, WIDTH - RIGHT, y);
      svg.text("soft", LEFT - 7, y + 4, Anchor.END, up.label(mark));
    }
    for (double mark : right.marks()) {
      svg.text("soft", x(mark, right), TOP + PLOT + 17, Anchor.MIDDLE, right.label(mark));
    }
    svg.line("axis", LEFT, TOP + PLOT, WIDTH - RIGHT, TOP + PLOT);
    svg.text("soft", LEFT + (WIDTH - LEFT - RIGHT) / 2.0, TOP + PLOT + 34, Anchor.MIDDLE, xTitle);
    svg.upwardText("soft", 12, TOP + PLOT / 2.0, yTitle);
  }

  private static void line(SvgDrawing svg, Line line, Scale right, Scale up) {
    path(svg, "s" + line.style() % 8, line.points(), right, up);
    if (line.points().size() <= FEW_POINTS) {
      for (Point point : line.points()) {
        svg.dot("f" + line.style() % 8, x(point.x(), right), y(point.y(), up), 3);
      }
    }
  }

  private static void legend(SvgDrawing svg, Line line, int row) {
    double y = TOP + PLOT + BELOW + 12 + row * LEGEND_LINE;
    svg.path("s" + line.style() % 8, new double[] {LEFT, LEFT + 30}, new double[] {y - 4, y - 4});
    svg.text("", LEFT + 38, y, Anchor.START, line.name());
    if (!line.points().isEmpty()) {
      double last = line.points().get(line.points().size() - 1).y();
      svg.text(
          "soft",
          WIDTH - RIGHT,
          y,
          Anchor.END,
          String.format(Locale.ROOT, "%.3f in the end", last));
    }
  }

  private static void path(
      SvgDrawing svg, String style, List<Point> points, Scale right, Scale up) {
    Function<Point, Double> toX = point -> x(point.x(), right);
    double[] xs = points.stream().mapToDouble(toX::apply).toArray();
    double[] ys = points.stream().mapToDouble(point -> y(point.y(), up)).toArray();
    if (xs.length > 1) {
      svg.path(style, xs, ys);
    }
  }

  private static double x(double value, Scale right) {
    return LEFT + right.position(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double value, Scale up) {
    return TOP + (1 - up.position(value)) * PLOT;
  }
}
