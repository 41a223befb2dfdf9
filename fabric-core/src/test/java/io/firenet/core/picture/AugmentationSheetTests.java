package io.firenet.core.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.Segment;
import io.firenet.preprocess.Augmentation;
import io.firenet.preprocess.Augmentation.Kind;
import io.firenet.preprocess.LabelledVolume;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentationSheetTests {

  private static final int FIRST = 0xFF000000 | Segment.colour(1);
  private static final int PANEL = 300;

  @Test
  void originalAndTenVariantsHaveOutlinesInOtherPlaces(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("variants.png");
    Augmentation strong = Augmentation.DEFAULT.only(Set.of(Kind.ELASTIC, Kind.FLIP));
    AugmentationSheet.write(corner(), strong, 1, file);
    BufferedImage sheet = ImageIO.read(file.toFile());
    assertEquals(12 + 4 * (PANEL + 12), sheet.getWidth());
    assertEquals(3 * (28 + PANEL) + 12, sheet.getHeight());
    Set<Set<Integer>> outlines = new HashSet<>();
    for (int i = 0; i < 11; i++) {
      Set<Integer> outline = outline(sheet, i);
      assertTrue(outline.size() > 100, "outline of panel " + i);
      outlines.add(outline);
    }
    assertEquals(11, outlines.size());
    assertTrue(outline(sheet, 11).isEmpty());
  }

  /** Where in a panel the outline's colour is; the labels are not tinted. */
  private static Set<Integer> outline(BufferedImage sheet, int panel) {
    Set<Integer> outline = new HashSet<>();
    int left = 12 + panel % 4 * (PANEL + 12);
    int top = 28 + panel / 4 * (28 + PANEL);
    for (int y = 0; y < PANEL; y++) {
      for (int x = 0; x < PANEL; x++) {
        if (sheet.getRGB(left + x, top + y) == FIRST) {
          outline.add(y * PANEL + x);
        }
      }
    }
    return outline;
  }

  private static LabelledVolume corner() {
    ImageGeometry grid = ImageGeometry.axisAligned(new GridSize(20, 40, 40), 1);
    float[] image = new float[20 * 40 * 40];
    short[] labels = new short[image.length];
    for (int i = 0; i < image.length; i++) {
      boolean inside = i % 40 < 18 && i / 40 % 40 < 15;
      labels[i] = (short) (inside ? 1 : 0);
      image[i] = inside ? 1 : 0;
    }
    return new LabelledVolume(new Volume(grid, 1, image), new LabelMap(grid, labels));
  }
}
