package io.firenet.core.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The means of an evaluation as fixed-width text. */
final class SummaryTable {

  private static final List<Metric> COLUMNS =
      List.of(Metric.DICE, Metric.IOU, Metric.HD, Metric.HD95, Metric.MSD);
  private static final String FOREGROUND = "foreground mean";

  private SummaryTable() {}

  static String of(EvaluationSummary summary, List<String> labels) {
    int width =
        Math.max(
            FOREGROUND.length(),
            summary.means().keySet().stream()
                .mapToInt(l -> title(l, labels).length())
                .max()
                .orElse(0));
    StringBuilder table = new StringBuilder(pad("label", width));
    for (Metric metric : COLUMNS) {
      boolean distance = metric.compareTo(Metric.HD) >= 0;
      table.append(String.format(Locale.ROOT, "  %9s", metric.key() + (distance ? " mm" : "")));
    }
    table.append('\n');
    summary.means().forEach((label, mean) -> row(table, pad(title(label, labels), width), mean));
    row(table, pad(FOREGROUND, width), summary.foregroundMean());
    int cases = summary.cases().size();
    return table.append(cases).append(cases == 1 ? " case\n" : " cases\n").toString();
  }

  private static String title(int label, List<String> labels) {
    return label < labels.size() ? label + " " + labels.get(label) : Integer.toString(label);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static void row(StringBuilder table, String title, Map<Metric, Double> means) {
    table.append(title);
    for (Metric metric : COLUMNS) {
      double value = means.get(metric);
      int digits = metric.compareTo(Metric.HD) >= 0 ? 2 : 4;
      table.append("  ").append(number(value, digits));
    }
    table.append('\n');
  }

  private static String number(double value, int digits) {
    return Double.isNaN(value)
        ? String.format(Locale.ROOT, "%9s", "–")
        : String.format(Locale.ROOT, "%9." + digits + "f", value);
  }
}
