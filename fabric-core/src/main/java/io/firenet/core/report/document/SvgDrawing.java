package io.firenet.core.report.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * A drawing as SVG. Colours are classes: {@code chart.css} gives them other values in the dark and
 * on paper. Coordinates are pixels of the drawing, from the upper left.
 */
public final class SvgDrawing {

  private final StringBuilder content = new StringBuilder();
  private final int width;
  private final int height;

  /**
   * An empty drawing.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public SvgDrawing(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Which end of a text lies at its point. */
  public enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * A straight line.
   *
   * @param style class of the style sheet
   * @param x1 of its start, in pixels from the left
   * @param y1 of its start, in pixels from the top
   * @param x2 of its end
   * @param y2 of its end
   */
  public void line(String style, double x1, double y1, double x2, double y2) {
    add("line", style, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
  }

  /**
   * A rectangle with corners rounded a little.
   *
   * @param style class of the style sheet
   * @param x of its left side, in pixels from the left
   * @param y of its upper side, in pixels from the top
   * @param w width in pixels
   * @param h height in pixels
   */
  public void rectangle(String style, double x, double y, double w, double h) {
    add("rect", style, "x", x, "y", y, "width", w, "height", h, "rx", 2);
  }

  /**
   * A filled circle.
   *
   * @param style class of the style sheet
   * @param x of its middle, in pixels from the left
   * @param y of its middle, in pixels from the top
   * @param radius in pixels
   */
  public void dot(String style, double x, double y, double radius) {
    add("circle", style, "cx", x, "cy", y, "r", radius);
  }

  /**
   * A line through points.
   *
   * @param style class of the style sheet
   * @param x of each point, in pixels from the left
   * @param y of each point, in pixels from the top, as many
   */
  public void path(String style, double[] x, double[] y) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      path.append(i == 0 ? 'M' : 'L').append(number(x[i])).append(' ').append(number(y[i]));
    }
    content.append("<path class=\"%s\" d=\"%s\"/>\n".formatted(style, path));
  }

  /**
   * A line of text; y is its base line.
   *
   * @param style class of the style sheet
   * @param x where {@code anchor} is, in pixels from the left
   * @param y in pixels from the top
   * @param anchor which part of the text is at x
   * @param text escaped as needed
   */
  public void text(String style, double x, double y, Anchor anchor, String text) {
    content.append(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(
                style,
                number(x),
                number(y),
                anchor.name().toLowerCase(Locale.ROOT),
                Html.escaped(text)));
  }

  /**
   * A line of text that runs upwards about its middle.
   *
   * @param style class of the style sheet
   * @param x of its base line, in pixels from the left
   * @param y of its middle, in pixels from the top
   * @param text escaped as needed
   */
  public void upwardText(String style, double x, double y, String text) {
    content.append(
        "<text class=\"%s\" transform=\"translate(%s %s) rotate(-90)\" text-anchor=\"middle\">%s</text>\n"
            .formatted(style, number(x), number(y), Html.escaped(text)));
  }

  /** An element for a page that has the style sheet. */
  String inline(String title) {
    return svg(title, "", "");
  }

  /** A file of its own. */
  String standalone(String title) {
    return svg(
        title,
        " xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\"".formatted(width, height),
        "<style>\n" + resource("colours.css") + resource("chart.css") + "</style>\n");
  }

  private String svg(String title, String attributes, String style) {
    return "<svg class=\"chart\"%s viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">\n%s%s</svg>\n"
        .formatted(attributes, width, height, Html.escaped(title), style, content);
  }

  private void add(String element, String style, Object... attributes) {
    content.append('<').append(element).append(" class=\"").append(style).append('"');
    for (int i = 0; i < attributes.length; i += 2) {
      double value = ((Number) attributes[i + 1]).doubleValue();
      content.append(' ').append(attributes[i]).append("=\"").append(number(value)).append('"');
    }
    content.append("/>\n");
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceFirst("\\.?0+$", "");
  }

  static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(SvgDrawing.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
