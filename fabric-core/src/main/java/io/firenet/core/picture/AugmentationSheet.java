package io.firenet.core.picture;

import io.firenet.core.picture.Overlay.Window;
import io.firenet.preprocess.Augmentation;
import io.firenet.preprocess.LabelledVolume;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A picture of a case and of ten variants that augmentation makes of it: the axial slice of the
 * most labelled voxels, labels outlined, all in the grey scale of the original.
 */
public final class AugmentationSheet {

  private static final int VARIANTS = 10;
  private static final int COLUMNS = 4;
  private static final int SIDE = 300; // longer side of a panel
  private static final int GAP = 12;
  private static final int TITLE = 28;
  private static final Color PAPER = new Color(0x15171A);
  private static final Color INK = new Color(0xE8EAED);

  private AugmentationSheet() {}

  /**
   * Writes the picture.
   *
   * @param original the case as a network sees it
   * @param augmentation what is done to it
   * @param seed of the variants
   * @param file the PNG file, replaced if it exists
   * @throws IOException if it cannot be written
   */
  public static void write(LabelledVolume original, Augmentation augmentation, long seed, Path file)
      throws IOException {
    PngFile.write(file, () -> draw(original, augmentation, seed));
  }

  static BufferedImage draw(LabelledVolume original, Augmentation augmentation, long seed) {
    Volume image = original.image();
    Plane plane = new Plane(image.geometry(), 0, 1, Overlay.slices(original.labels()));
    double pixelsPerMm = SIDE / Math.max(plane.widthMm(), plane.heightMm());
    Panel panel =
        new Panel(
            plane,
            Math.max(1, (int) Math.round(plane.widthMm() * pixelsPerMm)),
            Math.max(1, (int) Math.round(plane.heightMm() * pixelsPerMm)),
            0);
    Window window = Window.of(image);
    int rows = (1 + VARIANTS + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(
            GAP + COLUMNS * (panel.width() + GAP),
            rows * (TITLE + panel.height()) + GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(PAPER);
    g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    g.setColor(INK);
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i <= VARIANTS; i++) {
      LabelledVolume shown =
          i == 0 ? original : augmentation.apply(image, original.labels(), seeds.nextLong());
      int x = GAP + i % COLUMNS * (panel.width() + GAP);
      int y = TITLE + i / COLUMNS * (TITLE + panel.height());
      g.setFont(new Font(Font.SANS_SERIF, i == 0 ? Font.BOLD : Font.PLAIN, 15));
      g.drawString(i == 0 ? "original" : "variant " + i, x, y - 8);
      LabelMap labels = shown.labels();
      g.drawImage(panel.draw(shown.image(), labels, window), x, y, null);
    }
    g.dispose();
    return sheet;
  }
}
