package io.firenet.launcher.figure;

import java.util.Locale;

/** A picture of boxes and arrows that is legible on light and on dark pages. */
final class Svg {

  /** Who a box belongs to. */
  enum Kind {
    SHARED,
    OWN,
    PLAIN
  }

  private static final String STYLE =
      """
      <style>
      text { font: 15px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #1f2328 }
      .small { font-size: 12.5px; fill: #57606a }
      .title { font-weight: 600 }
      rect { stroke-width: 1.5 }
      .shared { fill: #dbeafe; stroke: #1d4ed8 }
      .own { fill: #fef3c7; stroke: #b45309 }
      .plain { fill: #f6f8fa; stroke: #8c959f }
      path { fill: none; stroke: #6e7781; stroke-width: 1.5 }
      marker path { fill: #6e7781; stroke: none }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .small { fill: #9da7b3 }
        .shared { fill: #132a52; stroke: #79a8ff }
        .own { fill: #3d2c07; stroke: #e3a53c }
        .plain { fill: #161b22; stroke: #768390 }
        path { stroke: #8b949e }
        marker path { fill: #8b949e }
      }
      </style>
      """;

  private final int width;
  private final int height;
  private final String title;
  private final StringBuilder shapes = new StringBuilder();

  /**
   * @param title what the picture shows, for those who do not see it
   */
  Svg(int width, int height, String title) {
    this.width = width;
    this.height = height;
    this.title = title;
  }

  /** A box with a line of text, and smaller lines below it. */
  void box(Kind kind, Box box, String text, String... more) {
    add(
        "<rect class='%s' x='%d' y='%d' width='%d' height='%d' rx='7'/>",
        kind.name().toLowerCase(Locale.ROOT), box.x(), box.y(), box.width(), box.height());
    int y = box.middleY() + 5 - 8 * more.length;
    text(box.middleX(), y, "middle", "title", text);
    for (int i = 0; i < more.length; i++) {
      text(box.middleX(), y + 17 * (i + 1), "middle", "small", more[i]);
    }
  }

  /** What else there is of a box's kind, behind it. */
  void behind(Kind kind, Box box) {
    for (int i = 2; i >= 1; i--) {
      add(
          "<rect class='%s' x='%d' y='%d' width='%d' height='%d' rx='7'/>",
          kind.name().toLowerCase(Locale.ROOT),
          box.x() + 6 * i,
          box.y() - 5 * i,
          box.width(),
          box.height());
    }
  }

  /** A note. */
  void note(int x, int y, String anchor, String text) {
    text(x, y, anchor, "small", text);
  }

  /** A heading. */
  void heading(int x, int y, String text) {
    text(x, y, "start", "title", text);
  }

  private void text(int x, int y, String anchor, String style, String text) {
    add(
        "<text class='%s' x='%d' y='%d' text-anchor='%s'>%s</text>",
        style, x, y, anchor, escaped(text));
  }

  /** An arrow along points {@code x, y, x, y, …}. */
  void arrow(int... points) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      path.append(i == 0 ? 'M' : 'L').append(points[i]).append(' ').append(points[i + 1]);
    }
    add("<path d='%s' marker-end='url(#head)'/>", path);
  }

  private void add(String format, Object... values) {
    shapes.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  @Override
  public String toString() {
    return """
    <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %1$d %2$d' width='%1$d' height='%2$d' role='img' aria-label='%3$s'>
    <title>%3$s</title>
    %4$s<defs><marker id='head' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='8' markerHeight='8' orient='auto'><path d='M0 0L8 4L0 8z'/></marker></defs>
    %5$s</svg>
    """
        .formatted(width, height, escaped(title), STYLE, shapes);
  }

  /**
   * Where a box is, in pixels.
   *
   * @param x of its left side
   * @param y of its upper side
   */
  record Box(int x, int y, int width, int height) {

    int middleX() {
      return x + width / 2;
    }

    int middleY() {
      return y + height / 2;
    }

    int right() {
      return x + width;
    }

    int bottom() {
      return y + height;
    }
  }
}
