package io.firenet.core.report.document;

import io.firenet.core.report.document.Table.Column;
import io.firenet.core.report.document.Table.Origin;
import java.util.Base64;
import java.util.List;

/** A document as one HTML page that needs nothing else. */
final class HtmlPage {

  private final StringBuilder html = new StringBuilder();
  private int tables;
  private int figures;

  private HtmlPage() {}

  static String of(Document document) {
    HtmlPage page = new HtmlPage();
    page.head(document);
    page.opening(document);
    document.sections().forEach(page::section);
    page.html.append("</main>\n</body>\n</html>\n");
    return page.html.toString();
  }

  private void head(Document document) {
    // The policy has the browser hold to what the report promises: no script, no network.
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        %s%s%s</style>
        </head>
        <body>
        <main>
        """
            .formatted(
                Html.escaped(document.title()),
                SvgDrawing.resource("colours.css"),
                SvgDrawing.resource("page.css"),
                SvgDrawing.resource("chart.css")));
  }

  private void opening(Document document) {
    html.append("<header>\n");
    element("h1", "", document.title());
    element("p", "subtitle", document.subtitle());
    if (!document.facts().isEmpty()) {
      html.append("<dl class=\"facts\">\n");
      for (Document.Fact fact : document.facts()) {
        html.append(
            "<div><dt>%s</dt><dd>%s</dd></div>\n"
                .formatted(Html.escaped(fact.name()), Html.escaped(fact.value())));
      }
      html.append("</dl>\n");
    }
    html.append("<nav aria-label=\"Contents\"><ul>\n");
    for (Section section : document.sections()) {
      html.append(
          "<li><a href=\"#%s\">%s</a></li>\n"
              .formatted(section.id(), Html.escaped(section.title())));
    }
    html.append("</ul></nav>\n</header>\n");
  }

  private void section(Section section) {
    html.append("<section id=\"%s\">\n".formatted(section.id()));
    element("h2", "", section.title());
    section.blocks().forEach(this::block);
    html.append("</section>\n");
  }

  private void block(Block block) {
    if (block instanceof Block.Paragraph paragraph) {
      element("p", "", paragraph.text());
    } else if (block instanceof Block.Notice notice) {
      element("p", "notice", notice.text());
    } else if (block instanceof Table table) {
      table(table);
    } else if (block instanceof Figure figure) {
      figure(figure);
    }
  }

  private void table(Table table) {
    String label = "Table " + ++tables;
    html.append("<figure class=\"table\" id=\"table-%s\">\n".formatted(table.id()));
    caption(label, table.caption());
    // A box that can be scrolled must be reachable by keyboard.
    html.append(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table>\n"
            .formatted(label));
    tableHead(table);
    html.append("<tbody>\n");
    for (int row = 0; row < table.rows().size(); row++) {
      row(table, row);
    }
    html.append("</tbody>\n</table>\n</div>\n");
    if (!table.note().isEmpty()) {
      element("p", "note", table.note());
    }
    html.append("</figure>\n");
  }

  private void tableHead(Table table) {
    html.append("<thead>\n");
    List<Column> columns = table.columns();
    if (table.tellsOrigins()) {
      html.append("<tr class=\"origins\">");
      for (int i = 0; i < columns.size(); ) {
        Origin origin = columns.get(i).origin();
        int end = i;
        while (end < columns.size() && columns.get(end).origin() == origin) {
          end++;
        }
        html.append(
            "<th colspan=\"%s\" class=\"%s\">%s</th>"
                .formatted(end - i, style(table, i, origin, false), origin.heading()));
        i = end;
      }
      html.append("</tr>\n");
    }
    html.append("<tr>");
    for (int i = 0; i < columns.size(); i++) {
      html.append(
          "<th scope=\"col\" class=\"%s\">%s</th>"
              .formatted(
                  style(table, i, columns.get(i).origin(), true),
                  Html.escaped(columns.get(i).title())));
    }
    html.append("</tr>\n</thead>\n");
  }

  private void row(Table table, int row) {
    int together = table.rowsTogether(row);
    html.append(together > 0 ? "<tr class=\"first\">" : "<tr>");
    List<Cell> cells = table.rows().get(row);
    if (together > 0) {
      html.append(
          "<th scope=\"row\"%s>%s</th>"
              .formatted(
                  together > 1 ? " rowspan=\"" + together + "\"" : "",
                  Html.escaped(cells.get(0).shown())));
    }
    for (int i = 1; i < cells.size(); i++) {
      html.append(
          "<td class=\"%s\">%s</td>"
              .formatted(
                  style(table, i, table.columns().get(i).origin(), true), shown(cells.get(i))));
    }
    html.append("</tr>\n");
  }

  private static String shown(Cell cell) {
    String text = Html.escaped(cell.shown());
    return cell instanceof Cell.Best ? "<b>" + text + "</b>" : text;
  }

  private static String style(Table table, int column, Origin origin, boolean aligned) {
    String numeric = aligned && table.isNumeric(column) ? "number " : "";
    boolean begins =
        origin == Origin.PUBLISHED
            && column > 0
            && table.columns().get(column - 1).origin() != origin;
    return numeric + (origin == Origin.PUBLISHED ? "published" : "") + (begins ? " begins" : "");
  }

  private void figure(Figure figure) {
    html.append(
        "<figure>\n<div class=\"pictures %s\">\n"
            .formatted(figure.size() == Figure.Size.WIDE ? "wide" : "panels"));
    figure.pictures().forEach(this::picture);
    html.append("</div>\n");
    caption("Figure " + ++figures, figure.caption());
    html.append("</figure>\n");
  }

  private void picture(Picture picture) {
    html.append("<div class=\"picture\">\n");
    element("p", "picture-title", picture.title());
    if (picture instanceof Picture.Chart chart) {
      html.append(chart.drawing().inline(chart.title())).append('\n');
    } else if (picture instanceof Picture.Photo photo) {
      html.append(
          "<img alt=\"%s\" width=\"%s\" height=\"%s\" src=\"data:image/png;base64,%s\">\n"
              .formatted(
                  Html.escaped(photo.title()),
                  photo.width(),
                  photo.height(),
                  Base64.getEncoder().encodeToString(photo.png())));
    }
    html.append("</div>\n");
  }

  private void caption(String label, String text) {
    html.append("<figcaption><b>%s.</b> %s</figcaption>\n".formatted(label, Html.escaped(text)));
  }

  private void element(String name, String style, String text) {
    html.append(
        "<%s%s>%s</%s>\n"
            .formatted(
                name, style.isEmpty() ? "" : " class=\"" + style + "\"", Html.escaped(text), name));
  }
}
