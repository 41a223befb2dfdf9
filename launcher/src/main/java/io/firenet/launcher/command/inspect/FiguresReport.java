package io.firenet.launcher.command.inspect;

import io.firenet.core.data.ChannelIntensities;
import io.firenet.core.data.DatasetFigures;
import io.firenet.core.data.Spread;
import io.firenet.core.evaluation.TextTable;
import io.firenet.dataset.NameList;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a dataset is like, as tables for a terminal. */
final class FiguresReport {

  private static final MathContext DIGITS = new MathContext(4);
  private static final int MOST_NAMED = 5;

  private FiguresReport() {}

  /** The tables; empty if no case could be read. */
  static String of(DatasetFigures figures) {
    if (figures.cases().isEmpty()) {
      return "";
    }
    TextTable images = new TextTable("images", "least", "median", "most");
    figures.sizes().forEach((axis, all) -> row(images, axis + ", voxels", all));
    figures.spacings().forEach((axis, all) -> row(images, axis + ", mm", all));
    for (int c = 0; c < figures.channels().size(); c++) {
      List<ChannelIntensities> all = figures.intensities(c);
      String channel = figures.channels().get(c);
      row(images, channel + ", least", all, ChannelIntensities::least);
      row(images, channel + ", mean", all, ChannelIntensities::mean);
      row(images, channel + ", sd", all, ChannelIntensities::sd);
      row(images, channel + ", most", all, ChannelIntensities::most);
    }
    return figures.labels().isEmpty() ? images.toString() : images + labels(figures);
  }

  private static void row(
      TextTable table,
      String title,
      List<ChannelIntensities> all,
      Function<ChannelIntensities, Double> figure) {
    row(table, title, all.stream().map(figure).toList());
  }

  private static void row(TextTable table, String title, List<Double> values) {
    if (!values.isEmpty()) {
      Spread spread = Spread.of(values);
      table.row(title, text(spread.least()), text(spread.median()), text(spread.most()));
    }
  }

  private static String labels(DatasetFigures figures) {
    TextTable table =
        new TextTable("labels", "cases", "voxels, median", "ml, least", "median", "most");
    List<String> lacking = new ArrayList<>();
    for (int label = 1; label < figures.labels().size(); label++) {
      String name = figures.labels().get(label);
      List<Double> voxels = figures.voxels(label);
      List<String> without = figures.without(label);
      if (voxels.isEmpty()) {
        table.row(name, "0", "–", "–", "–", "–");
        continue; // no case has it, which is said by itself
      }
      Spread ml = Spread.of(figures.millilitres(label));
      table.row(
          name,
          Integer.toString(voxels.size()),
          text(Spread.of(voxels).median()),
          text(ml.least()),
          text(ml.median()),
          text(ml.most()));
      if (!without.isEmpty()) {
        lacking.add("without %s: %s".formatted(name, NameList.first(without, MOST_NAMED)));
      }
    }
    return table + lacking.stream().map(line -> line + "\n").reduce("", String::concat);
  }

  private static String text(double value) {
    double shown = Math.abs(value) >= 1e4 ? Math.rint(value) : value;
    return Math.abs(value) >= 1e4
        ? new BigDecimal(shown).toPlainString()
        : new BigDecimal(shown).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
