package io.firenet.core.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.Segment;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTests {

  private static final List<String> NAMES = List.of("background", "one", "two");
  private static final int ONE = 0xFF000000 | Segment.colour(1);
  private static final int TWO = 0xFF000000 | Segment.colour(2);

  /** 30 × 40 × 60 mm along right, front and head. */
  private static final ImageGeometry GRID =
      new ImageGeometry(new GridSize(12, 40, 60), Affine.scaling(0.5, 1, 5));

  @Test
  void allPanelsShareOneScaleInMillimetres() {
    Plane axial = new Plane(GRID, 0, 1, new int[] {0, 0, 0});
    Plane coronal = new Plane(GRID, 0, 2, new int[] {0, 0, 0});
    Plane sagittal = new Plane(GRID, 1, 2, new int[] {0, 0, 0});
    BufferedImage picture = Overlay.draw(image(), Map.of("", labels(30, 20, 6)), NAMES);
    // The smallest panel is 30 × 40 mm, its longer side 320 pixels: 8 pixels a millimetre.
    assertEquals(12 + 240 + 12 + 240 + 12 + 320 + 12, picture.getWidth());
    assertEquals(12 + 480 + 12 + 30, picture.getHeight());
    assertEquals("LRAP", axial.letters());
    assertEquals("LRSI", coronal.letters());
    assertEquals("PASI", sagittal.letters());
  }

  @Test
  void aLabelIsOutlinedWhereItIs() {
    // Far right, front and head: the upper right corner of each panel.
    BufferedImage picture = Overlay.draw(image(), Map.of("", labels(52, 34, 10)), NAMES);
    assertTrue(has(picture, ONE, 12 + 190, 12 + 80, 12 + 240, 12 + 80 + 60));
    assertFalse(has(picture, ONE, 12, 12, 12 + 180, 12 + 480));
    assertTrue(has(picture, ONE, 264 + 190, 12, 264 + 240, 12 + 120));
    assertTrue(has(picture, ONE, 516 + 260, 12, 516 + 320, 12 + 120));
    assertFalse(has(picture, ONE, 516, 12, 516 + 240, 12 + 480));
  }

  @Test
  void theRadiologicalConventionHasTheRightOnTheLeftAndSaysSo(@TempDir Path folder)
      throws IOException {
    Plane axial = new Plane(GRID, 0, 1, new int[] {0, 0, 0}, ViewConvention.RADIOLOGICAL);
    Plane sagittal = new Plane(GRID, 1, 2, new int[] {0, 0, 0}, ViewConvention.RADIOLOGICAL);
    assertEquals("RLAP", axial.letters());
    assertEquals("PASI", sagittal.letters());
    Map<String, LabelMap> rows = Map.of("", labels(52, 34, 10)); // far right, front and head
    BufferedImage usual = Overlay.draw(image(), rows, NAMES);
    BufferedImage picture = Overlay.draw(image(), rows, NAMES, ViewConvention.RADIOLOGICAL);
    assertTrue(has(picture, ONE, 12, 12 + 80, 12 + 50, 12 + 80 + 60));
    assertFalse(has(picture, ONE, 12 + 60, 12, 12 + 240, 12 + 480));
    assertTrue(has(picture, ONE, 264, 12, 264 + 50, 12 + 120));
    for (int y = 12; y < 12 + 480; y++) { // the sagittal panel is the same
      for (int x = 516; x < 516 + 320; x++) {
        assertEquals(usual.getRGB(x, y), picture.getRGB(x, y));
      }
    }
    Overlay.write(
        image(), labels(52, 34, 10), NAMES, ViewConvention.RADIOLOGICAL, folder.resolve("r.png"));
    assertEquals(picture.getWidth(), ImageIO.read(folder.resolve("r.png").toFile()).getWidth());
  }

  @Test
  void theGridsOrientationDoesNotMatter() {
    // The same anatomy stored as (head, left, back): every pixel must stay the same.
    GridSize size = GRID.size();
    float[] image = new float[(int) size.voxels()];
    short[] labels = new short[(int) size.voxels()];
    LabelMap straight = labels(50, 30, 9);
    Volume original = image();
    int index = 0;
    for (int d = 0; d < 40; d++) {
      for (int h = 0; h < 60; h++) {
        for (int w = 0; w < 12; w++, index++) {
          int from = (w * 40 + (39 - d)) * 60 + (59 - h);
          image[index] = original.data()[from];
          labels[index] = straight.data()[from];
        }
      }
    }
    ImageGeometry turned =
        new ImageGeometry(
            new GridSize(40, 60, 12), Affine.of(0, -0.5, 0, 29.5, 0, 0, -1, 39, 5, 0, 0, 0));
    BufferedImage expected = Overlay.draw(original, Map.of("", straight), NAMES);
    BufferedImage got =
        Overlay.draw(new Volume(turned, 1, image), Map.of("", new LabelMap(turned, labels)), NAMES);
    assertEquals(expected.getWidth(), got.getWidth());
    int width = got.getWidth();
    int differing = 0;
    for (int y = 0; y < got.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        differing += distance(expected.getRGB(x, y), got.getRGB(x, y)) > 2 ? 1 : 0;
      }
    }
    // Ties between labels, half way between voxels, may fall either way.
    assertTrue(differing < 0.002 * width * got.getHeight(), differing + " pixels differ");
  }

  @Test
  void slicesGoThroughTheLargestCrossSection() {
    LabelMap labels = labels(30, 20, 6);
    assertArrayEquals(new int[] {30, 20, 6}, Overlay.slices(labels));
    labels.data()[7 * 40 * 60] = 1;
    assertArrayEquals(new int[] {30, 20, 7}, Overlay.slices(labels));
    LabelMap empty = new LabelMap(GRID, new short[(int) GRID.size().voxels()]);
    assertArrayEquals(new int[] {29, 19, 5}, Overlay.slices(empty));
  }

  @Test
  void referenceAndPredictionAreShownBelowEachOther(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("compare.png");
    LabelMap predicted = labels(30, 20, 6);
    for (int i = 0; i < predicted.data().length; i++) {
      predicted.data()[i] *= 2;
    }
    Overlay.writeComparison(image(), labels(30, 20, 6), predicted, NAMES, file);
    BufferedImage picture = ImageIO.read(file.toFile());
    int height = picture.getHeight();
    assertEquals(2 * (34 + 480) + 12 + 30, height);
    assertTrue(has(picture, ONE, 0, 34, picture.getWidth(), 34 + 480));
    assertFalse(has(picture, TWO, 0, 34, picture.getWidth(), 34 + 480));
    assertTrue(has(picture, TWO, 0, 34 + 514, picture.getWidth(), 34 + 994));
    assertFalse(has(picture, ONE, 0, 34 + 514, picture.getWidth(), 34 + 994));
    assertTrue(has(picture, ONE, 0, height - 30, 60, height), "legend");
  }

  @Test
  void theWindowIgnoresOutliersAndWhatIsNotANumber() {
    float[] data = new float[1001];
    for (int i = 0; i < 1000; i++) {
      data[i] = i;
    }
    data[0] = -1e6f;
    data[999] = 1e6f;
    data[1000] = Float.NaN;
    ImageGeometry line = ImageGeometry.axisAligned(new GridSize(1, 1, 1001), 1);
    Overlay.Window window = Overlay.Window.of(new Volume(line, 1, data));
    assertEquals(10, window.black());
    assertEquals(989, window.white());
    assertEquals(0, window.grey(-5));
    assertEquals(255, window.grey(2000));
    assertEquals(0, window.grey(Double.NaN));
  }

  @Test
  void anImageWithoutContrastAndLabelsIsDrawn(@TempDir Path folder) throws IOException {
    ImageGeometry grid = ImageGeometry.axisAligned(new GridSize(1, 5, 5), 1);
    Path file = folder.resolve("flat.png");
    Overlay.write(
        new Volume(grid, 1, new float[25]), new LabelMap(grid, new short[25]), NAMES, file);
    assertTrue(ImageIO.read(file.toFile()).getWidth() > 900);
  }

  @Test
  void anotherGridIsRefused(@TempDir Path folder) {
    LabelMap other =
        new LabelMap(ImageGeometry.axisAligned(new GridSize(1, 5, 5), 1), new short[25]);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Overlay.write(image(), other, NAMES, folder.resolve("x.png")));
    assertTrue(e.getMessage().contains("12×40×60 and 1×5×5"), e.getMessage());
  }

  private static Volume image() {
    float[] data = new float[(int) GRID.size().voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = i % 60 + i / 60 % 40 + 3f * (i / 2400);
    }
    return new Volume(GRID, 1, data);
  }

  /** Label 1 in a box of 7 × 7 × 3 voxels around a centre (i, j, k). */
  private static LabelMap labels(int i, int j, int k) {
    short[] data = new short[(int) GRID.size().voxels()];
    for (int d = k - 1; d <= k + 1; d++) {
      for (int h = j - 3; h <= j + 3; h++) {
        for (int w = i - 3; w <= i + 3; w++) {
          data[(d * 40 + h) * 60 + w] = 1;
        }
      }
    }
    return new LabelMap(GRID, data);
  }

  private static boolean has(BufferedImage picture, int colour, int x0, int y0, int x1, int y1) {
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        if (picture.getRGB(x, y) == colour) {
          return true;
        }
      }
    }
    return false;
  }

  private static int distance(int a, int b) {
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      sum = Math.max(sum, Math.abs((a >> shift & 255) - (b >> shift & 255)));
    }
    return sum;
  }
}
