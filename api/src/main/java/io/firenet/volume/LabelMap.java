package io.firenet.volume;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One label per voxel. Equal to another of the same grid and labels; as they are not copied, who
 * changes them changes what it is equal to.
 *
 * @param geometry the grid
 * @param data {@code [D,H,W]}, int16, 0 is background, {@link #IGNORED} what does not count, width
 *     fastest; not copied
 */
public record LabelMap(ImageGeometry geometry, short[] data) {

  /**
   * The label of a voxel of which nobody knows what it is: it counts neither in a loss nor in a
   * metric, and no prediction has it.
   */
  public static final short IGNORED = Short.MIN_VALUE;

  private static final int MOST_LABELS = 20;

  /**
   * Checks what it is made of.
   *
   * @param geometry the grid
   * @param data {@code [D,H,W]}, int16, 0 is background, {@link #IGNORED} what does not count,
   *     width fastest; not copied
   * @throws IllegalArgumentException if the array's length is not D·H·W
   */
  public LabelMap {
    Objects.requireNonNull(geometry, "geometry");
    if (data.length != geometry.size().voxels()) {
      throw new IllegalArgumentException(
          "data must hold one label per voxel, %s, got %s"
              .formatted(geometry.size().voxels(), data.length));
    }
  }

  /** {@return how many voxels do not count} */
  public long ignored() {
    long ignored = 0;
    for (short label : data) {
      ignored += label == IGNORED ? 1 : 0;
    }
    return ignored;
  }

  /** {@return the grid's size} */
  public GridSize size() {
    return geometry.size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMap map
        && geometry.equals(map.geometry)
        && Arrays.equals(data, map.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(geometry, Arrays.hashCode(data));
  }

  /** Grid and voxels of each label. */
  @Override
  public String toString() {
    int[] voxels = new int[1 << Short.SIZE];
    for (short label : data) {
      voxels[label & 0xffff]++;
    }
    Map<Short, Integer> found = new TreeMap<>();
    for (int i = 0; i < voxels.length; i++) {
      if (voxels[i] > 0) {
        found.put((short) i, voxels[i]);
      }
    }
    String labels =
        found.entrySet().stream()
            .limit(MOST_LABELS)
            .map(
                each ->
                    (each.getKey() == IGNORED ? "ignored" : each.getKey()) + ": " + each.getValue())
            .collect(Collectors.joining(", "));
    return "LabelMap[%s, voxels of label %s%s]"
        .formatted(geometry.text(), labels, found.size() > MOST_LABELS ? ", …" : "");
  }
}
