package io.firenet.core.picture;

import io.firenet.format.Segment;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Label names beside a square of their colour, in as many lines as they need. */
final class Legend {

  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  private static final int LINE = 30;
  private static final int SQUARE = 14;
  private static final int AFTER_SQUARE = 8;
  private static final int AFTER_NAME = 24;

  private final Map<Integer, String> names;
  private final List<Entry> entries = new ArrayList<>();
  private int lines;

  private record Entry(int label, String name, int x, int line) {}

  Legend(Map<Integer, String> names) {
    this.names = names;
  }

  /** Breaks the names into lines; returns the height of them all. */
  int layOut(int width) {
    FontRenderContext context = new FontRenderContext(null, true, true);
    entries.clear();
    int x = 0;
    int line = 0;
    for (Map.Entry<Integer, String> one : names.entrySet()) {
      int nameWidth = (int) Math.ceil(FONT.getStringBounds(one.getValue(), context).getWidth());
      int entryWidth = SQUARE + AFTER_SQUARE + nameWidth;
      if (x > 0 && x + entryWidth > width) {
        x = 0;
        line++;
      }
      entries.add(new Entry(one.getKey(), one.getValue(), x, line));
      x += entryWidth + AFTER_NAME;
    }
    lines = entries.isEmpty() ? 0 : line + 1;
    return lines * LINE;
  }

  /** Draws above the given lower edge, the names in the current colour. */
  void draw(Graphics2D g, int left, int bottom) {
    Color ink = g.getColor();
    g.setFont(FONT);
    for (Entry entry : entries) {
      int baseline = bottom - (lines - entry.line()) * LINE + LINE - 13;
      g.setColor(new Color(Segment.colour(entry.label())));
      g.fillRoundRect(left + entry.x(), baseline - SQUARE + 1, SQUARE, SQUARE, 4, 4);
      g.setColor(ink);
      g.drawString(entry.name(), left + entry.x() + SQUARE + AFTER_SQUARE, baseline);
    }
  }
}
