package io.firenet.preprocess;

import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.util.ArrayList;
import java.util.List;

/**
 * What an image's voxels and grid say against using it.
 *
 * <ul>
 *   <li>Faults: no channel has information, as all its voxels are equal or not finite; the spacing
 *       is none that an image of a patient can have; the network would see a single voxel.
 *   <li>Warnings: one channel among several has no information; some voxels are not finite and
 *       count as the smallest of their channel; resampling leaves one voxel of an axis that has
 *       more.
 * </ul>
 *
 * @param faults why it cannot be used, a line each; empty if it can
 * @param warnings what a user should know before trusting what is made of it, a line each
 */
public record ImageExamination(List<String> faults, List<String> warnings) {

  private static final String[] AXES = {"depth", "height", "width"};

  /**
   * Keeps copies of what could change.
   *
   * @param faults why it cannot be used, a line each; empty if it can
   * @param warnings what a user should know before trusting what is made of it, a line each
   */
  public ImageExamination {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }

  /**
   * Examines an image's grid alone.
   *
   * @throws IllegalArgumentException if the network's grid is too large for an array
   */
  static ImageExamination of(ImageGeometry source, PreprocessingPlan plan) {
    List<String> faults = new ArrayList<>(source.implausibleSpacing().stream().toList());
    List<String> warnings = new ArrayList<>();
    if (faults.isEmpty()) {
      examineGrid(source, plan, faults, warnings);
    }
    return new ImageExamination(faults, warnings);
  }

  /**
   * Examines an image.
   *
   * @throws IllegalArgumentException if the network's grid is too large for an array
   */
  static ImageExamination of(Volume image, PreprocessingPlan plan) {
    ImageExamination grid = of(image.geometry(), plan);
    List<String> faults = new ArrayList<>(grid.faults);
    List<String> warnings = new ArrayList<>(grid.warnings);
    List<String> blank = new ArrayList<>();
    for (int channel = 0; channel < image.channels(); channel++) {
      ChannelValues values = ChannelValues.of(image, channel);
      values.blank().ifPresent(blank::add);
      if (values.blank().isEmpty()) {
        values.nonFinite().ifPresent(warnings::add);
      }
    }
    if (blank.size() == image.channels()) {
      faults.add("the image has no information: " + String.join(", ", blank));
    } else {
      blank.forEach(each -> warnings.add(each + ", it has no information"));
    }
    return new ImageExamination(faults, warnings);
  }

  private static void examineGrid(
      ImageGeometry source, PreprocessingPlan plan, List<String> faults, List<String> warnings) {
    Orientation orientation = Orientation.closestRas(source.voxelToWorld());
    GridSize before = orientation.apply(source).size();
    GridSize after = new Resampling(source, plan.spacingMm()).target().size();
    int[] from = {before.depth(), before.height(), before.width()};
    int[] to = {after.depth(), after.height(), after.width()};
    if (after.voxels() == 1) {
      faults.add(
          "at the model's %s mm nothing is left of %s voxels but one"
              .formatted(plan.spacingMm(), source.size()));
      return;
    }
    for (int axis = 0; axis < 3; axis++) {
      if (from[axis] > 1 && to[axis] == 1) {
        warnings.add(
            "at the model's %s mm one voxel is left of the %s along the %s of the patient"
                .formatted(plan.spacingMm(), from[axis], AXES[axis]));
      }
    }
  }

  /**
   * Refuses an image that has a fault.
   *
   * @throws IllegalArgumentException if there is a fault; the message is the faults
   */
  public void requireNoFault() {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }
}
