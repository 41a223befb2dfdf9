package io.firenet.core.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.report.chart.BoxPlot.Box;
import io.firenet.core.report.chart.LineChart.Line;
import io.firenet.core.report.chart.LineChart.Point;
import io.firenet.core.report.document.Picture;
import io.firenet.core.report.document.SvgDrawing;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ChartTests {

  /** Of the axis of 0.0 to 1.0, which lies from x = 16 to 342. */
  private static double x(double value) {
    return 16 + value * (342 - 16);
  }

  @Test
  void boxShowsQuartilesMedianAndWhiskers() throws Exception {
    // Quartiles 0.4, 0.5, 0.6: whiskers reach to 0.1 and 0.9 at most, so 0 and 1 lie beyond.
    List<Double> values =
        DoubleStream.of(0, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 1).boxed().toList();
    List<Element> all = elements(new BoxPlot("Dice", 1, List.of(new Box("a", 2, values))).draw());
    Element box = only(all, "box f2 plain s2");
    assertEquals(x(0.4), number(box, "x"), 0.01);
    assertEquals(x(0.6) - x(0.4), number(box, "width"), 0.01);
    assertEquals(x(0.5), number(only(all, "median plain s2"), "x1"), 0.01);
    List<Element> whiskers = styled(all, "whisker plain s2");
    assertEquals(x(0.35), number(whiskers.get(0), "x1"), 0.01);
    assertEquals(x(0.7), number(whiskers.get(1), "x2"), 0.01);
    assertEquals(9, styled(all, "case f2").size());
  }

  @Test
  void ofManyCasesOnlyOutliersHaveADot() throws Exception {
    List<Double> values = new ArrayList<>(List.of(0.0));
    for (int i = 0; i < 99; i++) {
      values.add(0.5 + 0.005 * i);
    }
    List<Element> all = elements(new BoxPlot("Dice", 1, List.of(new Box("a", 0, values))).draw());
    assertEquals(1, styled(all, "case f0").size());
  }

  @Test
  void linesHaveTheirColoursPartsAndLegend() throws Exception {
    List<Point> points = List.of(new Point(1, 0.2), new Point(10, 0.8));
    List<Point> other = List.of(new Point(1, 0.4), new Point(10, 1));
    List<Element> all =
        elements(
            new LineChart(
                    "epoch",
                    "Dice",
                    1,
                    List.of(
                        new Line("first", 0, points, List.of()),
                        new Line("second", 9, points, List.of(points, other))))
                .draw());
    assertEquals(2, styled(all, "thin plain s1").size());
    assertEquals("M87 202L348 59.5", flat(styled(all, "s0").get(0).getAttribute("d")));
    assertTrue(all.stream().anyMatch(one -> one.getTextContent().equals("second")));
    assertTrue(all.stream().anyMatch(one -> one.getTextContent().equals("0.800 in the end")));
  }

  @Test
  void emptyChartsAndSinglePointsAreDrawn() throws Exception {
    elements(new LineChart("epoch", "Dice", 1, List.of()).draw());
    elements(
        new LineChart(
                "epoch", "Dice", 1, List.of(new Line("a", 0, List.of(new Point(1, 0)), List.of())))
            .draw());
    elements(new BoxPlot("Dice", 1, List.of(new Box("a", 0, List.of(0.5)))).draw());
  }

  private static String flat(String path) {
    return path.replaceAll("(\\.\\d)\\d", "$1");
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static Element only(List<Element> all, String style) {
    List<Element> found = styled(all, style);
    assertEquals(1, found.size(), style);
    return found.get(0);
  }

  private static List<Element> styled(List<Element> all, String style) {
    return all.stream().filter(one -> one.getAttribute("class").equals(style)).toList();
  }

  private static List<Element> elements(SvgDrawing drawing) throws Exception {
    byte[] svg = new Picture.Chart("c", "c", drawing).file();
    assertTrue(!new String(svg, "UTF-8").contains("NaN"));
    var nodes =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg))
            .getElementsByTagName("*");
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      all.add((Element) nodes.item(i));
    }
    return all;
  }
}
