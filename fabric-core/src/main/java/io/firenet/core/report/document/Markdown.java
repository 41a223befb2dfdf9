package io.firenet.core.report.document;

import io.firenet.core.io.MarkdownTable;
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
    List<String> titles =
        table.columns().stream().map(column -> escaped(column.fullTitle())).toList();
    MarkdownTable laidOut = new MarkdownTable(titles, table::isNumeric);
    table.rows().forEach(row -> laidOut.row(row.stream().map(Markdown::cell).toList()));
    text.append(laidOut).append('\n');
  }

  private void paragraph(String one) {
    text.append(one).append("\n\n");
  }

  private static String cell(Cell cell) {
    String text = escaped(cell.shown());
    return cell instanceof Cell.Best ? "**" + text + "**" : text;
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
