package io.firenet.core.report.training;

import io.firenet.core.picture.PngFile;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunState;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The course of a training run as a picture like nnU-Net's {@code progress.png}: losses (left axis)
 * and validation scores (right axis) above, duration and learning rate of the epochs below. Where
 * there are several datasets, the scores above are their mean, and two more charts show each one's
 * score and training loss.
 */
public final class ProgressPlot implements TrainingListener {

  private static final int WIDTH = 1200;
  private static final int UPPER = 620;
  private static final int BY_DATASET = 560;
  private static final int LOWER = 330;
  private static final int PLOT = 1030; // about the width between the two vertical axes
  private static final int FEW_EPOCHS = 40; // up to here each epoch gets a dot

  private static final Color TRAINING = new Color(0x1F77B4);
  private static final Color VALIDATION = new Color(0xD62728);
  private static final Color MEAN = new Color(0x2CA02C);

  private final Path file;

  /**
   * A listener that draws the picture anew after each epoch.
   *
   * @param run the folder of the run, in which it becomes {@code progress.png}
   */
  public ProgressPlot(RunFolder run) {
    this.file = run.path().resolve("progress.png");
  }

  @Override
  public void epochDone(RunState state) throws IOException {
    write(state.history(), file);
  }

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
    List<XYChart> charts = new ArrayList<>(List.of(lossAndScore(epochs)));
    List<DatasetCurve> datasets = DatasetCurve.of(epochs);
    if (datasets.size() > 1) {
      charts.add(scores(epochs, datasets));
      charts.add(losses(epochs, datasets));
    }
    charts.add(durationAndRate(epochs));
    int height = charts.stream().mapToInt(XYChart::getHeight).sum();
    BufferedImage picture = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    try {
      for (XYChart chart : charts) {
        chart.paint(g, WIDTH, chart.getHeight());
        g.translate(0, chart.getHeight());
      }
    } finally {
      g.dispose();
    }
    return picture;
  }

  private static XYChart lossAndScore(List<EpochRecord> epochs) {
    XYChart chart = chart(epochs, UPPER, "loss");
    Lines lines = new Lines(chart, epochs);
    lines.add("training loss", 0, TRAINING, SeriesMarkers.CIRCLE, EpochRecord::trainingLoss);
    lines.add("validation loss", 0, VALIDATION, SeriesMarkers.CIRCLE, EpochRecord::validationLoss);
    List<DatasetCurve> validated =
        DatasetCurve.of(epochs).stream().filter(d -> !d.metric().isEmpty()).toList();
    String metrics = metrics(validated);
    String name =
        validated.size() == 1 ? metrics + " " + validated.get(0).name() : "mean " + metrics;
    lines.add(name, 1, MEAN, SeriesMarkers.DIAMOND, EpochRecord::meanScore);
    if (lines.right) {
      chart.setYAxisGroupTitle(1, metrics + " (validation)");
      chart.getStyler().setYAxisMin(1, 0.0).setYAxisMax(1, 1.0);
    }
    return chart;
  }

  private static String metrics(List<DatasetCurve> datasets) {
    return datasets.stream()
        .map(DatasetCurve::metric)
        .filter(metric -> !metric.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static XYChart scores(List<EpochRecord> epochs, List<DatasetCurve> datasets) {
    XYChart chart = chart(epochs, BY_DATASET, metrics(datasets) + " (validation)");
    Lines lines = new Lines(chart, epochs);
    datasets.forEach(dataset -> lines.add(dataset, "%.3f", dataset::score));
    chart.getStyler().setYAxisMin(0, 0.0).setYAxisMax(0, 1.0);
    return withLegendBeside(chart);
  }

  private static XYChart losses(List<EpochRecord> epochs, List<DatasetCurve> datasets) {
    XYChart chart = chart(epochs, BY_DATASET, "training loss");
    Lines lines = new Lines(chart, epochs);
    datasets.forEach(dataset -> lines.add(dataset, "%.3f", dataset::trainingLoss));
    return withLegendBeside(chart);
  }

  private static XYChart withLegendBeside(XYChart chart) {
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
    return chart;
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

    /** A dataset's line; the legend tells its last value. */
    void add(DatasetCurve dataset, String format, ToDoubleFunction<EpochRecord> value) {
      double last = Double.NaN;
      for (EpochRecord epoch : epochs) {
        double here = value.applyAsDouble(epoch);
        last = Double.isFinite(here) ? here : last;
      }
      String name = dataset.name() + " " + String.format(Locale.ROOT, format, last);
      add(name, 0, dataset.colour(), dataset.marker(), value);
      XYSeries series = chart.getSeriesMap().get(name);
      if (series != null) {
        series.setLineStyle(dataset.stroke());
      }
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
