package io.firenet.core.training.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.preprocess.Crop;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ForegroundCropTests {

  private static final GridSize SIZE = new GridSize(40, 11, 60);

  private static LabelMap labels(int... foreground) {
    short[] data = new short[(int) SIZE.voxels()];
    for (int i = 0; i < foreground.length; i++) {
      data[foreground[i]] = (short) (i + 1);
    }
    return new LabelMap(ImageGeometry.axisAligned(SIZE, 1), data);
  }

  @Test
  void everyPieceHoldsTheOnlyVoxelOfTheForegroundAndLiesInside() {
    int last = (int) SIZE.voxels() - 1;
    SplittableRandom random = new SplittableRandom(1);
    for (int voxel : new int[] {0, 61, last / 2, last}) {
      Crop crop = ForegroundCrop.of(labels(voxel), 3, 16, random);
      assertEquals(new GridSize(16, 11, 16), crop.size());
      int found = 0;
      for (short label : crop.apply(labels(voxel)).data()) {
        found += label;
      }
      assertEquals(1, found, "voxel " + voxel);
    }
  }

  @Test
  void classesAreDrawnAlikeHoweverFewVoxelsTheyHave() {
    short[] data = new short[(int) SIZE.voxels()];
    Arrays.fill(data, 0, data.length / 4, (short) 1);
    data[data.length - 1] = 2;
    LabelMap map = new LabelMap(ImageGeometry.axisAligned(SIZE, 1), data);
    SplittableRandom random = new SplittableRandom(2);
    int rare = 0;
    for (int i = 0; i < 100; i++) {
      rare += ForegroundCrop.of(map, 3, 16, random).depth() == 24 ? 1 : 0;
    }
    assertTrue(rare > 30 && rare < 70, rare + " of 100 around the rare class");
  }

  @Test
  void aPieceHoldsSomethingThatIsKnown() {
    short[] data = new short[(int) SIZE.voxels()];
    Arrays.fill(data, LabelMap.IGNORED);
    data[data.length - 1] = 0;
    LabelMap map = new LabelMap(ImageGeometry.axisAligned(SIZE, 1), data);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 5; i++) {
      LabelMap piece = ForegroundCrop.ofKnown(map, 16, random).apply(map);
      assertEquals(piece.data().length - 1, piece.ignored());
      assertEquals(0, ForegroundCrop.of(map, 3, 16, random).apply(map).size().depth() - 16);
    }
  }

  @Test
  void aPieceOfWhatIsKnownThroughoutIsAnyOne() {
    assertEquals(
        Crop.random(SIZE, 16, new SplittableRandom(4).nextLong()),
        ForegroundCrop.ofKnown(labels(7), 16, new SplittableRandom(4)));
  }

  @Test
  void anyPieceIsTakenWhereThereIsNoForeground() {
    Crop crop = ForegroundCrop.of(labels(), 3, 16, new SplittableRandom(3));
    assertEquals(new GridSize(16, 11, 16), crop.size());
  }
}
