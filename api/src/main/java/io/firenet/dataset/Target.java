package io.firenet.dataset;

import io.firenet.volume.LabelMap;
import java.util.List;
import java.util.Objects;

/** What a case's image is to be answered with, as a head learns it. */
public sealed interface Target {

  /**
   * A class for every voxel.
   *
   * @param map indices of the descriptor's labels, or {@link LabelMap#IGNORED}, on the image's grid
   * @param notes what a user should know of how they were read, such as masks that overlap; a line
   *     each
   */
  record Labels(LabelMap map, List<String> notes) implements Target {
    /**
     * Keeps copies of what could change.
     *
     * @param map indices of the descriptor's labels, or {@link LabelMap#IGNORED}, on the image's
     *     grid
     * @param notes what a user should know of how they were read, such as masks that overlap; a
     *     line each
     */
    public Labels {
      Objects.requireNonNull(map, "a label map is needed, there is none");
      notes = List.copyOf(notes);
    }

    /**
     * Labels of which there is nothing to tell.
     *
     * @param map {@code [D,H,W]}, on the image's grid
     */
    public Labels(LabelMap map) {
      this(map, List.of());
    }
  }

  /**
   * Regions that overlap, as a head for such learns them; cases have {@link Labels}.
   *
   * @param map the labels that the regions are made of
   * @param regions what is learnt of them, in the order of the head's outputs
   */
  record Regions(LabelMap map, List<Region> regions) implements Target {
    /**
     * Keeps copies of what could change.
     *
     * @param map the labels that the regions are made of
     * @param regions what is learnt of them, in the order of the head's outputs
     */
    public Regions {
      Objects.requireNonNull(map, "a label map is needed, there is none");
      regions = List.copyOf(regions);
    }
  }

  /**
   * One class for the image as a whole.
   *
   * @param index of one of the descriptor's labels
   */
  record Category(int index) implements Target {}

  /**
   * Values for the image as a whole.
   *
   * @param values one for each of the descriptor's quantities, in their order and units
   */
  record Values(List<Double> values) implements Target {
    /**
     * Keeps copies of what could change.
     *
     * @param values one for each of the descriptor's quantities, in their order and units
     */
    public Values {
      values = List.copyOf(values);
    }
  }
}
