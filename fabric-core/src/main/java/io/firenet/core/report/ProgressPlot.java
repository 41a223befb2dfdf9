package io.firenet.core.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The course of a training run as a picture like nnU-Net's {@code progress.png}: losses (left axis)
 * and validation scores (right axis) above, duration and learning rate of the epochs below.
 */
public final class ProgressPlot {

  private static final int WIDTH = 1200;
  private static final int UPPER = 620;
  private static final int LOWER = 330;
  private static final int PLOT = 1030; // about the width between the two vertical axes
  private static final int FEW_EPOCHS = 40; // up to here each epoch gets a dot

  private static final Color TRAINING = new Color(0x1F77B4);
  private static final Color VALIDATION = new Color(0xD62728);
  private static final List<Color> SCORES =
      List.of(
          new Color(0x2CA02C),
          new Color(0xFF7F0E),
          new Color(0x9467BD),
          new Color(0x17BECF),
          new Color(0x8C564B),
          new Color(0xE377C2),
          new Color(0xBCBD22));

  private ProgressPlot() {}

  /**
   * Draws the picture and writes it as PNG.
   *
   * @param epochs at least one epoch, in order
   * @param file the file to write, replaced if it exists
   * @throws IllegalArgumentException if there is no epoch
   * @throws IOException if it cannot be written
   */
  public static void write(List<EpochRecord> epochs, Path file) throws IOException {
    if (epochs.isEmpty()) {
      throw new IllegalArgumentException("a progress plot needs at least one epoch");
    }
    PngFile.write(file, () -> draw(epochs));
  }

  static BufferedImage draw(List<EpochRecord> epochs) {
    BufferedImage picture = new BufferedImage(WIDTH, UPPER + LOWER, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    try {
      lossAndScores(epochs).paint(g, WIDTH, UPPER);
      g.translate(0, UPPER);
      durationAndRate(epochs).paint(g, WIDTH, LOWER);
    } finally {
      g.dispose();
    }
    return picture;
  }

  private static XYChart lossAndScores(List<EpochRecord> epochs) {
    XYChart chart = chart(epochs, UPPER, "loss");
    Lines lines = new Lines(chart, epochs);
    lines.add("training loss", 0, TRAINING, SeriesMarkers.CIRCLE, EpochRecord::trainingLoss);
    lines.add("validation loss", 0, VALIDATION, SeriesMarkers.CIRCLE, EpochRecord::validationLoss);
    Map<String, String> metrics = new LinkedHashMap<>(); // by dataset
    epochs.forEach(e -> e.validation().forEach((name, s) -> metrics.put(name, s.metric())));
    int next = 0;
    for (String dataset : metrics.keySet()) {
      Color colour = SCORES.get(next++ % SCORES.size());
      lines.add(
          metrics.get(dataset) + " " + dataset,
          1,
          colour,
          SeriesMarkers.DIAMOND,
          e -> height(e.validation().get(dataset)));
    }
    if (lines.right) {
      chart.setYAxisGroupTitle(1, axisTitle(metrics.values()));
      chart.getStyler().setYAxisMin(1, 0.0).setYAxisMax(1, 1.0);
    }
    return chart;
  }

  private static String axisTitle(Collection<String> metrics) {
    return metrics.stream().distinct().collect(Collectors.joining(", ")) + " (validation)";
  }

  /** A score below 0, as an R² may have, is drawn at 0. */
  private static double height(@Nullable Score score) {
    return score == null ? Double.NaN : Math.max(0, score.value());
  }

  private static XYChart durationAndRate(List<EpochRecord> epochs) {
    XYChart chart = chart(epochs, LOWER, "seconds per epoch");
    Lines lines = new Lines(chart, epochs);
    lines.add("duration", 0, new Color(0x555555), SeriesMarkers.CIRCLE, EpochRecord::seconds);
    lines.add(
        "learning rate", 1, new Color(0x9467BD), SeriesMarkers.DIAMOND, EpochRecord::learningRate);
    // The duration stays below the learning rate, which starts at the top.
    double longest = epochs.stream().mapToDouble(EpochRecord::seconds).max().orElseThrow();
    chart.getStyler().setYAxisMin(0, 0.0).setYAxisDecimalPattern("0.#######");
    if (longest > 0) {
      chart.getStyler().setYAxisMax(0, 1.3 * longest);
    }
    if (lines.right) {
      chart.setYAxisGroupTitle(1, "learning rate");
      chart.getStyler().setYAxisMin(1, 0.0);
    }
    return chart;
  }

  private static XYChart chart(List<EpochRecord> epochs, int height, String leftTitle) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height)
            .xAxisTitle("epoch")
            .yAxisTitle(leftTitle)
            .build();
    XYStyler style = chart.getStyler();
    Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
    style.setAxisTitleFont(plain.deriveFont(Font.BOLD, 16f));
    style.setAxisTickLabelsFont(plain);
    style.setLegendFont(plain);
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(new Color(0xE4E4E4));
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setLegendPosition(Styler.LegendPosition.OutsideS);
    style.setLegendLayout(Styler.LegendLayout.Horizontal);
    style.setLegendBorderColor(Color.WHITE);
    style.setMarkerSize(6);
    style.setChartPadding(14);
    // From 0, as an axis of one epoch has no length. The half epoch at the end keeps the library
    // from taking every n-th epoch as a mark: it then chooses round numbers.
    int last = epochs.get(epochs.size() - 1).epoch();
    style.setXAxisMin(0.0).setXAxisMax(last + 0.5);
    style.setXAxisTickMarkSpacingHint(Math.max(80, PLOT / (last + 1)));
    style.setXAxisDecimalPattern("0");
    style.setLocale(Locale.ROOT);
    return chart;
  }

  /** Adds lines to a chart, leaving out what was not measured. */
  private static final class Lines {
    private final XYChart chart;
    private final List<EpochRecord> epochs;
    private boolean right;

    Lines(XYChart chart, List<EpochRecord> epochs) {
      this.chart = chart;
      this.epochs = epochs;
    }

    void add(
        String name, int axis, Color colour, Marker marker, ToDoubleFunction<EpochRecord> value) {
      List<EpochRecord> measured =
          epochs.stream().filter(e -> Double.isFinite(value.applyAsDouble(e))).toList();
      if (measured.isEmpty()) {
        return;
      }
      double[] x = measured.stream().mapToDouble(EpochRecord::epoch).toArray();
      double[] y = measured.stream().mapToDouble(value).toArray();
      XYSeries series = chart.addSeries(name, x, y);
      series.setYAxisGroup(axis);
      series.setLineColor(colour);
      series.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      series.setMarker(measured.size() <= FEW_EPOCHS ? marker : SeriesMarkers.NONE);
      series.setMarkerColor(colour);
      if (axis == 1) {
        right = true;
        chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
      }
    }
  }
}
