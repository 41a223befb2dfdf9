package io.firenet.core.report.training;

import io.firenet.core.evaluation.Score;
import io.firenet.core.training.run.DatasetLoss;
import io.firenet.core.training.run.EpochRecord;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How one of a run's datasets is drawn. A dataset keeps its colour and dashes while the run goes
 * on.
 *
 * @param name the dataset's name
 * @param metric name of its score, empty if it was never validated
 * @param number its place in the run, from 0
 */
record DatasetCurve(String name, String metric, int number) {

  private static final List<Color> COLOURS =
      List.of(
          new Color(0x2CA02C),
          new Color(0xFF7F0E),
          new Color(0x9467BD),
          new Color(0x17BECF),
          new Color(0x8C564B),
          new Color(0xE377C2),
          new Color(0xBCBD22),
          new Color(0x444444));

  private static final float[][] DASHES = {null, {9, 6}, {1, 5}};

  private static final List<Marker> MARKERS =
      List.of(SeriesMarkers.CIRCLE, SeriesMarkers.DIAMOND, SeriesMarkers.SQUARE);

  /** The datasets of a run, in its order. */
  static List<DatasetCurve> of(List<EpochRecord> epochs) {
    Map<String, String> metrics = new LinkedHashMap<>();
    for (EpochRecord epoch : epochs) {
      epoch.losses().keySet().forEach(name -> metrics.putIfAbsent(name, ""));
      epoch.validation().forEach((name, score) -> metrics.put(name, score.metric()));
    }
    List<DatasetCurve> curves = new ArrayList<>();
    metrics.forEach((name, metric) -> curves.add(new DatasetCurve(name, metric, curves.size())));
    return curves;
  }

  Color colour() {
    return COLOURS.get(number % COLOURS.size());
  }

  BasicStroke stroke() {
    float[] dashes = DASHES[number / COLOURS.size() % DASHES.length];
    return new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, dashes, 0);
  }

  /** Tells curves of one colour apart in the legend, where a mark hides the dashes. */
  Marker marker() {
    return MARKERS.get(number / COLOURS.size() % MARKERS.size());
  }

  /** Its score in an epoch, NaN if there is none; one below 0, as an R² may be, is drawn at 0. */
  double score(EpochRecord epoch) {
    Score score = epoch.validation().get(name);
    return score == null ? Double.NaN : Math.max(0, score.value());
  }

  /** Its training loss in an epoch, NaN if there is none. */
  double trainingLoss(EpochRecord epoch) {
    DatasetLoss loss = epoch.losses().get(name);
    return loss == null ? Double.NaN : loss.training();
  }
}
