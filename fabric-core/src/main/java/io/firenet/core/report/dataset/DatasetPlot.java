package io.firenet.core.report.dataset;

import io.firenet.core.data.ChannelIntensities;
import io.firenet.core.data.DatasetFigures;
import io.firenet.core.picture.PngFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BoxChartBuilder;

/**
 * What a dataset's images and labels are like, as box plots over its cases: voxels and spacing
 * along each axis, mean and standard deviation of each channel, millilitres of each label.
 */
public final class DatasetPlot {

  private static final int LEAST_WIDTH = 520;
  private static final int BOX = 110;
  private static final int HEIGHT = 420;
  private static final int MOST_BOXES = 40;

  private DatasetPlot() {}

  /**
   * Writes the picture.
   *
   * @param name the dataset's
   * @param figures of at least one case
   * @param file the PNG file, replaced if it exists
   * @throws IOException if it cannot be written
   */
  public static void write(String name, DatasetFigures figures, Path file) throws IOException {
    PngFile.write(file, () -> draw(name, figures));
  }

  static BufferedImage draw(String name, DatasetFigures figures) {
    List<BoxChart> charts = new ArrayList<>();
    String cases = figures.cases().size() == 1 ? "1 case" : figures.cases().size() + " cases";
    charts.add(chart("%s, %s: voxels".formatted(name, cases), figures.sizes()));
    charts.add(chart("spacing in mm", figures.spacings()));
    charts.add(chart("intensities", intensities(figures)));
    Map<String, List<Double>> volumes = volumes(figures);
    if (!volumes.isEmpty()) {
      charts.add(chart("millilitres, in the cases that have the label", volumes));
    }
    int columns = 2;
    int width = charts.stream().mapToInt(BoxChart::getWidth).max().orElseThrow();
    int rows = (charts.size() + columns - 1) / columns;
    BufferedImage picture =
        new BufferedImage(columns * width, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int i = 0; i < charts.size(); i++) {
      Graphics2D part =
          (Graphics2D) g.create(i % columns * width, i / columns * HEIGHT, width, HEIGHT);
      charts.get(i).paint(part, width, HEIGHT);
      part.dispose();
    }
    g.dispose();
    return picture;
  }

  private static Map<String, List<Double>> intensities(DatasetFigures figures) {
    Map<String, List<Double>> boxes = new LinkedHashMap<>();
    for (int c = 0; c < figures.channels().size(); c++) {
      List<ChannelIntensities> all = figures.intensities(c);
      String channel = figures.channels().get(c);
      boxes.put(channel + ", mean", all.stream().map(ChannelIntensities::mean).toList());
      boxes.put(channel + ", sd", all.stream().map(ChannelIntensities::sd).toList());
    }
    return boxes;
  }

  private static Map<String, List<Double>> volumes(DatasetFigures figures) {
    Map<String, List<Double>> boxes = new LinkedHashMap<>();
    for (int label = 1; label < figures.labels().size() && boxes.size() < MOST_BOXES; label++) {
      boxes.put(figures.labels().get(label), figures.millilitres(label));
    }
    boxes.values().removeIf(List::isEmpty);
    return boxes;
  }

  private static BoxChart chart(String title, Map<String, List<Double>> boxes) {
    BoxChart chart =
        new BoxChartBuilder()
            .width(Math.max(LEAST_WIDTH, 80 + BOX * boxes.size()))
            .height(HEIGHT)
            .title(title)
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setShowWithinAreaPoint(false);
    boxes.forEach(
        (name, values) -> {
          if (!values.isEmpty()) {
            chart.addSeries(name, values);
          }
        });
    return chart;
  }
}
