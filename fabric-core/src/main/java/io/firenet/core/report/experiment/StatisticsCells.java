package io.firenet.core.report.experiment;

import io.firenet.core.report.document.Cell;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/** What values come to, as cells of a table; without any value a dash. */
final class StatisticsCells {

  private StatisticsCells() {}

  /** Mean and, of two values or more, the standard deviation of the sample. */
  static Cell spread(double[] values, int digits) {
    double deviation = values.length > 1 ? Math.sqrt(StatUtils.variance(values)) : Double.NaN;
    return new Cell.Spread(StatUtils.mean(values), deviation, digits);
  }

  static Cell mean(double[] values, int digits) {
    return new Cell.Number(StatUtils.mean(values), digits);
  }

  static Cell least(double[] values, int digits) {
    return new Cell.Number(StatUtils.min(values), digits);
  }

  static Cell median(double[] values, int digits) {
    double median = values.length == 0 ? Double.NaN : StatUtils.percentile(values, 50);
    return new Cell.Number(median, digits);
  }

  /**
   * Marks the best of comparable figures, and its equals to the digits shown; nothing where there
   * are not two.
   */
  static List<Cell> withBest(List<Cell> cells, boolean higherIsBetter) {
    double best = Double.NaN;
    int known = 0;
    for (Cell cell : cells) {
      double value = value(cell);
      if (Double.isFinite(value)) {
        known++;
        boolean better = higherIsBetter ? value > best : value < best;
        best = Double.isNaN(best) || better ? value : best;
      }
    }
    List<Cell> marked = new ArrayList<>();
    for (Cell cell : cells) {
      double unit = Math.pow(10, -digits(cell));
      boolean isBest = known > 1 && Math.rint(value(cell) / unit) == Math.rint(best / unit);
      marked.add(isBest ? new Cell.Best(cell) : cell);
    }
    return marked;
  }

  private static double value(Cell cell) {
    return cell instanceof Cell.Spread spread
        ? spread.mean()
        : cell instanceof Cell.Number number ? number.value() : Double.NaN;
  }

  private static int digits(Cell cell) {
    return cell instanceof Cell.Spread spread
        ? spread.digits()
        : cell instanceof Cell.Number number ? number.digits() : 0;
  }
}
