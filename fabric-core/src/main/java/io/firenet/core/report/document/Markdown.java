package io.firenet.core.report.document;

import java.util.ArrayList;
import java.util.List;

/** A document as Markdown whose tables are aligned, so that it reads well as plain text. */
final class Markdown {

  private final StringBuilder text = new StringBuilder();
  private final String folder;
  private int tables;
  private int figures;

  /**
   * @param folder of the figures, relative to the file
   */
  Markdown(String folder) {
    this.folder = folder;
  }

  String of(Document document) {
    text.append("# ").append(escaped(document.title())).append("\n\n");
    paragraph(escaped(document.subtitle()));
    document
        .facts()
        .forEach(
            fact ->
                text.append("- %s: %s\n".formatted(escaped(fact.name()), escaped(fact.value()))));
    for (Section section : document.sections()) {
      text.append("\n## ").append(escaped(section.title())).append("\n\n");
      section.blocks().forEach(this::block);
    }
    return text.toString();
  }

  private void block(Block block) {
    if (block instanceof Block.Paragraph one) {
      paragraph(escaped(one.text()));
    } else if (block instanceof Block.Notice notice) {
      paragraph("> **" + escaped(notice.text()) + "**");
    } else if (block instanceof Table table) {
      paragraph("**Table %s.** %s".formatted(++tables, escaped(table.caption())));
      table(table);
      if (!table.note().isEmpty()) {
        paragraph(escaped(table.note()));
      }
    } else if (block instanceof Figure figure) {
      for (Picture picture : figure.pictures()) {
        String title = escaped(picture.title());
        paragraph(title + "  \n![%s](%s/figures/%s)".formatted(title, folder, picture.fileName()));
      }
      paragraph("**Figure %s.** %s".formatted(++figures, escaped(figure.caption())));
    }
  }

  private void table(Table table) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columns().stream().map(column -> cell(column.fullTitle())).toList());
    for (List<Cell> row : table.rows()) {
      lines.add(row.stream().map(Markdown::cell).toList());
    }
    int[] widths = new int[table.columns().size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      line(table, lines.get(i), widths);
      if (i == 0) {
        for (int k = 0; k < widths.length; k++) {
          text.append('|').append("-".repeat(widths[k] + 1)).append(table.isNumeric(k) ? ':' : '-');
        }
        text.append("|\n");
      }
    }
    text.append('\n');
  }

  private void line(Table table, List<String> cells, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      text.append("| ")
          .append(table.isNumeric(i) ? padding + cells.get(i) : cells.get(i) + padding)
          .append(' ');
    }
    text.append("|\n");
  }

  private void paragraph(String one) {
    text.append(one).append("\n\n");
  }

  private static String cell(Cell cell) {
    String text = cell(cell.shown());
    return cell instanceof Cell.Best ? "**" + text + "**" : text;
  }

  private static String cell(String text) {
    return escaped(text).replace("|", "\\|").replace("\n", " ");
  }

  /** Names may hold what Markdown takes for emphasis or a tag. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("`", "\\`")
        .replace("<", "&lt;");
  }
}
