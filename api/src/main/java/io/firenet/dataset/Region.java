package io.firenet.dataset;

import java.util.List;
import java.util.TreeSet;

/**
 * A part of an image that several labels make up, as edema and core make up a whole tumour. Regions
 * may overlap: a head for them says of each voxel and region whether the one is in the other.
 *
 * @param name for people
 * @param labels indices of the labels that are in it, ascending, without the background
 * @param paints the label that its voxels get in a label map; regions are painted in the order of
 *     the descriptor, so that a later one covers an earlier one
 */
public record Region(String name, List<Integer> labels, int paints) {

  /** The decoder that learns them. */
  public static final String DECODER = "regions";

  /**
   * Checks what it is made of.
   *
   * @param name for people
   * @param labels indices of the labels that are in it, ascending, without the background
   * @param paints the label that its voxels get in a label map; regions are painted in the order of
   *     the descriptor, so that a later one covers an earlier one
   * @throws IllegalArgumentException if the name is no text of one line, there is no label, or one
   *     is the background
   */
  public Region {
    Naming.text("a region", name);
    labels = List.copyOf(new TreeSet<>(labels));
    if (labels.isEmpty() || labels.get(0) < 1 || paints < 1) {
      throw new IllegalArgumentException(
          "region '%s' needs labels from 1 on, and one to paint, got %s and %s"
              .formatted(name, labels, paints));
    }
  }

  /**
   * {@return whether a voxel of that label is in it}
   *
   * @param label a label's index, as in {@link io.firenet.volume.LabelMap}
   */
  public boolean has(int label) {
    return labels.contains(label);
  }
}
