package io.firenet.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** Images and label maps are values. */
class ValueTests {

  private static final GridSize SIZE = new GridSize(1, 2, 3);

  private static ImageGeometry grid(double spacing) {
    return ImageGeometry.axisAligned(SIZE, spacing);
  }

  private static Volume volume(double spacing, float... values) {
    return new Volume(grid(spacing), values.length / 6, values);
  }

  private static LabelMap labels(double spacing, int... labels) {
    short[] data = new short[labels.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (short) labels[i];
    }
    return new LabelMap(grid(spacing), data);
  }

  @Test
  void volumesOfTheSameValuesAreEqual() {
    Volume one = volume(1.5, 1, 2, 3, 4, 5, Float.NaN);
    Volume same = volume(1.5, 1, 2, 3, 4, 5, Float.NaN);
    assertEquals(one, same);
    assertEquals(one.hashCode(), same.hashCode());
    assertNotEquals(one, volume(1.5, 1, 2, 3, 4, 5, 6));
    assertNotEquals(one, volume(1, 1, 2, 3, 4, 5, Float.NaN));
    assertNotEquals(volume(1, new float[12]), volume(1, new float[6]));
  }

  @Test
  void labelMapsOfTheSameLabelsAreEqual() {
    LabelMap one = labels(1, 0, 0, 1, 2, 2, 2);
    assertEquals(one, labels(1, 0, 0, 1, 2, 2, 2));
    assertEquals(one.hashCode(), labels(1, 0, 0, 1, 2, 2, 2).hashCode());
    assertNotEquals(one, labels(1, 0, 0, 1, 2, 2, 1));
    assertNotEquals(one, labels(2, 0, 0, 1, 2, 2, 2));
  }

  @Test
  void theirTextSaysWhatTheyAre() {
    assertEquals(
        "Volume[1 channel, 1×2×3 of 1.5 × 1.5 × 1.5 mm, values -2.0 to 5.5]",
        volume(1.5, 1, -2, Float.NaN, 4, 5.5f, 0).toString());
    float nan = Float.NaN;
    assertEquals(
        "Volume[2 channels, 1×2×3 of 1 × 1 × 1 mm, no number]",
        volume(1, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan).toString());
    assertEquals(
        "LabelMap[1×2×3 of 0.3333 × 0.3333 × 0.3333 mm,"
            + " voxels of label ignored: 1, -1: 1, 0: 2, 2: 2]",
        labels(1 / 3.0, 0, 0, -1, 2, 2, LabelMap.IGNORED).toString());
  }
}
