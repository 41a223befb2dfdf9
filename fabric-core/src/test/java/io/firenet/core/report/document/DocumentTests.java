package io.firenet.core.report.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.report.document.SvgDrawing.Anchor;
import io.firenet.core.report.document.Table.Column;
import io.firenet.core.report.document.Table.Origin;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTests {

  private static final Table TABLE =
      new Table(
          "t",
          "A table",
          List.of(
              new Column("what"),
              new Column("DSC", Origin.MEASURED),
              new Column("DSC", Origin.PUBLISHED)),
          List.of(
              row("a, \"quoted\"", new Cell.Spread(0.94567, 0.0123, 3), new Cell.Number(0.9, 2)),
              row("a, \"quoted\"", new Cell.Best(new Cell.Spread(0.95, Double.NaN, 3)), none()),
              row("b|c", new Cell.Spread(Double.NaN, Double.NaN, 3), none())),
          "A note");

  private static List<Cell> row(String name, Cell measured, Cell published) {
    return List.of(Cell.text(name), measured, published);
  }

  private static Cell none() {
    return new Cell.Number(Double.NaN, 2);
  }

  @TempDir private Path folder;

  @Test
  void tableForProgramsHasAllDigitsAndNoDashes() {
    assertEquals(
        """
        what,DSC,DSC sd,DSC (published)
        "a, ""quoted""\",0.94567,0.0123,0.9
        "a, ""quoted""\",0.95,,
        b|c,,,
        """,
        TableData.csv(TABLE));
    JsonObject row = TableData.json(TABLE).getJsonArray("rows").getJsonObject(1);
    assertEquals(0.95, row.getJsonNumber("DSC").doubleValue());
    assertTrue(row.isNull("DSC sd"));
    assertTrue(row.isNull("DSC (published)"));
  }

  @Test
  void markdownIsAligned() {
    String text = new Markdown("x").of(document());
    assertTrue(
        text.contains(
            """
            | what        |           DSC | DSC (published) |
            |-------------|--------------:|----------------:|
            | a, "quoted" | 0.946 ± 0.012 |            0.90 |
            | a, "quoted" |     **0.950** |               – |
            | b\\|c        |             – |               – |
            """),
        text);
    assertTrue(text.contains("![A chart](x/figures/chart.svg)"), text);
  }

  @Test
  void pageTellsMeasuredFromPublishedAndJoinsRows() {
    String html = HtmlPage.of(document());
    assertTrue(html.contains(">measured here</th>"), html);
    assertTrue(html.contains(">published</th>"), html);
    assertTrue(html.contains("<th scope=\"row\" rowspan=\"2\">a, &quot;quoted&quot;</th>"), html);
    assertTrue(html.contains("<b>0.950</b>"), html);
  }

  @Test
  void pageNeedsNothingElseAndEscapesNames() {
    String html = HtmlPage.of(document());
    assertTrue(html.contains("&lt;script&gt;"), html);
    assertFalse(html.contains("<script"), html);
    assertFalse(html.matches("(?s).*(src|href)=\"(?!data:|#).*"), html);
    assertFalse(html.contains("url("), html);
    assertFalse(html.contains("@import"), html);
  }

  @Test
  void everyPartBecomesAFile() throws IOException {
    Path page = document().write(folder, "report");
    assertEquals(folder.resolve("report.html"), page);
    for (String name :
        List.of(
            "report.html",
            "report.md",
            "report/tables/t.csv",
            "report/tables/t.json",
            "report/tables/long.csv",
            "report/figures/chart.svg")) {
      assertTrue(Files.size(folder.resolve(name)) > 0, name);
    }
    try (JsonReader reader =
        Json.createReader(Files.newInputStream(folder.resolve("report/tables/t.json")))) {
      assertEquals("A note", reader.readObject().getString("note"));
    }
    assertFalse(Files.readString(page).contains("Too long"));
  }

  @Test
  void drawingIsWellFormedAlone() throws Exception {
    byte[] svg = ((Picture.Chart) chart()).file();
    var root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg))
            .getDocumentElement();
    assertEquals("svg", root.getTagName());
    assertEquals("0 0 100 50", root.getAttribute("viewBox"));
    assertTrue(new String(svg, "UTF-8").contains("prefers-color-scheme: dark"));
  }

  @Test
  void publishedColumnsWithoutAFigureGo() {
    Table two =
        new Table(
            "t",
            "",
            List.of(
                new Column("what"),
                new Column("DSC", Origin.MEASURED),
                new Column("HD", Origin.PUBLISHED)),
            List.of(row("a", none(), none())),
            "");
    assertEquals(
        List.of("what", "DSC"),
        two.withoutEmptyPublished().columns().stream().map(Column::title).toList());
    assertEquals(3, TABLE.withoutEmptyPublished().columns().size());
  }

  @Test
  void rowOfAnotherLengthIsRefused() {
    List<List<Cell>> rows = List.of(List.of(Cell.count(1)));
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Table("t", "", List.of(new Column("a"), new Column("b")), rows, ""));
    assertTrue(e.getMessage().contains("2 columns, got a row of 1"), e.getMessage());
  }

  private static Document document() {
    Section section =
        new Section(
            "s",
            "A section",
            List.of(
                new Block.Paragraph("<script>alert(1)</script>"),
                TABLE,
                new Figure("A figure", Figure.Size.PANEL, List.of(chart()))));
    Table attachment =
        new Table(
            "long", "Too long", List.of(new Column("n")), List.of(List.of(Cell.count(7))), "");
    return new Document(
        "A title",
        "A line",
        List.of(new Document.Fact("n", "1")),
        List.of(section),
        List.of(attachment));
  }

  private static Picture chart() {
    SvgDrawing drawing = new SvgDrawing(100, 50);
    drawing.text("soft", 10, 20, Anchor.START, "a < b & c");
    drawing.path("s0", new double[] {0, 50.125}, new double[] {1, 2});
    return new Picture.Chart("chart", "A chart", drawing);
  }
}
