package io.firenet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CropTests {

  private static final ImageGeometry GEOMETRY =
      Grids.turned(new GridSize(8, 20, 30), 20, 10, 5, 1, 1, 1);

  private final Volume image = Grids.noise(GEOMETRY, 2, 1);
  private final LabelMap labels = Grids.noiseLabels(GEOMETRY, 1);

  @Test
  void keepsEveryVoxelWhereItWas() {
    Crop crop = Crop.random(GEOMETRY.size(), 11, 42);
    LabelledVolume part = crop.apply(new LabelledVolume(image, labels));
    GridSize size = part.image().size();
    assertEquals(new GridSize(8, 11, 11), size);
    for (int c = 0; c < 2; c++) {
      for (int z = 0; z < size.depth(); z++) {
        for (int y = 0; y < size.height(); y++) {
          for (int x = 0; x < size.width(); x++) {
            int at = (z * 11 + y) * 11 + x;
            int from = ((z + crop.depth()) * 20 + y + crop.height()) * 30 + x + crop.width();
            assertEquals(image.data()[c * 4800 + from], part.image().data()[c * 968 + at]);
            assertEquals(labels.data()[from], part.labels().data()[at]);
          }
        }
      }
    }
    for (int row = 0; row < 3; row++) {
      assertEquals(
          GEOMETRY.voxelToWorld().apply(row, crop.width() + 3, crop.height() + 2, crop.depth() + 1),
          part.image().geometry().voxelToWorld().apply(row, 3, 2, 1),
          1e-9);
    }
  }

  @Test
  void centresAndLeavesSmallGridsAlone() {
    assertEquals(new Crop(0, 2, 7, new GridSize(8, 16, 16)), Crop.centred(GEOMETRY.size(), 16));
    Crop whole = Crop.centred(GEOMETRY.size(), 30);
    assertSame(image, whole.apply(image));
    assertSame(labels, whole.apply(labels));
  }

  @Test
  void randomPlacesDependOnTheSeedAndReachBothEnds() {
    Set<Integer> widths = new HashSet<>();
    for (long seed = 0; seed < 300; seed++) {
      Crop crop = Crop.random(GEOMETRY.size(), 26, seed);
      assertEquals(crop, Crop.random(GEOMETRY.size(), 26, seed));
      widths.add(crop.width());
    }
    assertEquals(Set.of(0, 1, 2, 3, 4), widths);
    assertNotEquals(Crop.random(GEOMETRY.size(), 11, 1), Crop.random(GEOMETRY.size(), 11, 2));
  }

  @Test
  void refusesABoxBeyondTheGrid() {
    Crop crop = new Crop(1, 0, 0, new GridSize(8, 20, 30));
    assertThrows(IllegalArgumentException.class, () -> crop.apply(image));
    assertThrows(IllegalArgumentException.class, () -> new Crop(-1, 0, 0, new GridSize(8, 20, 30)));
  }
}
