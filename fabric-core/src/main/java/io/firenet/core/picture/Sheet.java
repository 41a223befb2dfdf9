package io.firenet.core.picture;

import io.firenet.core.picture.Overlay.Window;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** The paper an overlay is drawn on: rows of panels, one panel per plane, and a legend below. */
final class Sheet {

  private static final int MIN_PANEL = 320; // longer side of the smallest panel
  private static final int MAX_PANEL = 900;
  private static final int GAP = 12;
  private static final int TITLE = 34;
  private static final Color PAPER = new Color(0x15171A);
  private static final Color INK = new Color(0xE8EAED);
  private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 17);
  private static final Font NOTE_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final Font LETTER_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);

  private final List<Plane> planes;
  private final double pixelsPerMm;
  private final int rowHeight;
  private final int header;
  private final Legend legend;
  private final String note;
  private final BufferedImage picture;
  private final Graphics2D g;

  /**
   * @param planes what each row shows
   * @param rows number of rows; more than one need titles
   * @param legend what is written below
   * @param note what is written in the corner of each row's first panel
   */
  Sheet(List<Plane> planes, int rows, Legend legend, String note) {
    this.note = note;
    this.planes = planes;
    this.legend = legend;
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (Plane plane : planes) {
      double side = Math.max(plane.widthMm(), plane.heightMm());
      smallest = Math.min(smallest, side);
      largest = Math.max(largest, side);
    }
    pixelsPerMm = Math.min(MIN_PANEL / smallest, MAX_PANEL / largest);
    header = rows > 1 ? TITLE : GAP;
    rowHeight = planes.stream().mapToInt(p -> pixels(p.heightMm())).max().orElseThrow();
    int width = GAP + planes.stream().mapToInt(p -> pixels(p.widthMm()) + GAP).sum();
    int height = rows * (header + rowHeight) + GAP + legend.layOut(width - 2 * GAP);
    picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    g = picture.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(PAPER);
    g.fillRect(0, 0, width, height);
  }

  /** Draws one row; the title is left out where there is but one. */
  void row(int row, String title, Volume image, LabelMap labels, Window window) {
    int top = row * (header + rowHeight) + header;
    if (header == TITLE) {
      g.setFont(TITLE_FONT);
      g.setColor(INK);
      g.drawString(title, GAP, top - 10);
    }
    int left = GAP;
    for (Plane plane : planes) {
      int width = pixels(plane.widthMm());
      int height = pixels(plane.heightMm());
      int y = top + (rowHeight - height) / 2;
      Panel panel = new Panel(plane, width, height);
      g.drawImage(panel.draw(image, labels, window), left, y, null);
      letters(plane.letters(), left, y, width, height);
      if (left == GAP) {
        g.setFont(NOTE_FONT);
        shadowed(note, left + 5, y + height - 6);
      }
      left += width + GAP;
    }
  }

  /** The finished picture. */
  BufferedImage finish() {
    g.setColor(INK);
    legend.draw(g, GAP, picture.getHeight());
    g.dispose();
    return picture;
  }

  private void letters(String letters, int x, int y, int width, int height) {
    g.setFont(LETTER_FONT);
    int middle = y + height / 2 + 5;
    letter(letters.charAt(0), x + 5, middle);
    letter(letters.charAt(1), x + width - 16, middle);
    letter(letters.charAt(2), x + width / 2 - 5, y + 17);
    letter(letters.charAt(3), x + width / 2 - 5, y + height - 6);
  }

  private void letter(char letter, int x, int y) {
    shadowed(String.valueOf(letter), x, y);
  }

  private void shadowed(String text, int x, int y) {
    g.setColor(PAPER); // a shadow, as the image below may be white
    g.drawString(text, x + 1, y + 1);
    g.drawString(text, x - 1, y - 1);
    g.setColor(INK);
    g.drawString(text, x, y);
  }

  private int pixels(double mm) {
    return Math.max(1, (int) Math.round(mm * pixelsPerMm));
  }
}
