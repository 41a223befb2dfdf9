package io.firenet.format.dicom.series;

import io.firenet.format.dicom.data.DataSet;
import io.firenet.format.dicom.data.DicomFile;
import io.firenet.format.dicom.data.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A frame with its place in the patient, in DICOM's LPS millimetres.
 *
 * @param instance the file and what it says of its pixels
 * @param frame its number in the file, from 0
 * @param position of the centre of its first pixel
 * @param orientation directions of a row and of a column
 * @param spacing between rows and between columns
 * @param step distance to the next slice, as far as the header says
 * @param slope of the stored values
 * @param intercept what is added after that
 * @param segment number of the segment that it shows, 0 if it is an image
 */
public record Slice(
    Instance instance,
    int frame,
    double[] position,
    double[] orientation,
    double[] spacing,
    Optional<Double> step,
    double slope,
    double intercept,
    int segment) {

  /** Directions that deviate more from right angles and unit length are none. */
  private static final double DIRECTION_TOLERANCE = 1e-2;

  /**
   * Reads a frame's place: its own, what all frames share, or the file's.
   *
   * @throws IOException if it has none
   */
  static Slice of(Instance instance, int frame) throws IOException {
    Groups groups = new Groups(instance.file(), frame);
    double[] position = groups.decimals(Tag.PlanePositionSequence, Tag.ImagePositionPatient);
    double[] orientation =
        groups.decimals(Tag.PlaneOrientationSequence, Tag.ImageOrientationPatient);
    double[] spacing = groups.decimals(Tag.PixelMeasuresSequence, Tag.PixelSpacing);
    if (!isPlace(position, orientation)) {
      throw new IOException(
          "%s: expected ImagePositionPatient and ImageOrientationPatient, as CT and MR slices have, found none that can be"
              .formatted(instance.name()));
    }
    if (spacing.length != 2 || !(spacing[0] > 0) || !(spacing[1] > 0) || !finite(spacing)) {
      throw new IOException(
          "%s: expected PixelSpacing, two numbers above 0 in millimetres"
              .formatted(instance.name()));
    }
    int values = Tag.PixelValueTransformationSequence;
    Optional<Double> step = groups.decimal(Tag.PixelMeasuresSequence, Tag.SpacingBetweenSlices);
    Optional<Double> thickness = groups.decimal(Tag.PixelMeasuresSequence, Tag.SliceThickness);
    return new Slice(
        instance,
        frame,
        position,
        orientation,
        spacing,
        step.map(Math::abs).filter(mm -> mm > 0).or(() -> thickness.filter(mm -> mm > 0)),
        groups.decimal(values, Tag.RescaleSlope).orElse(1.0),
        groups.decimal(values, Tag.RescaleIntercept).orElse(0.0),
        groups.whole(Tag.SegmentIdentificationSequence, Tag.ReferencedSegmentNumber).orElse(0));
  }

  private static boolean isPlace(double[] position, double[] orientation) {
    if (position.length != 3 || orientation.length != 6 || !finite(position)) {
      return false;
    }
    double row = 0;
    double column = 0;
    double dot = 0;
    for (int i = 0; i < 3; i++) {
      row += orientation[i] * orientation[i];
      column += orientation[i + 3] * orientation[i + 3];
      dot += orientation[i] * orientation[i + 3];
    }
    return Math.abs(row - 1) < DIRECTION_TOLERANCE
        && Math.abs(column - 1) < DIRECTION_TOLERANCE
        && Math.abs(dot) < DIRECTION_TOLERANCE;
  }

  private static boolean finite(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** The unit vector across the slice. */
  double[] normal() {
    double[] o = orientation;
    return new double[] {
      o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]
    };
  }

  /** The position along a direction. */
  double along(double[] direction) {
    return position[0] * direction[0] + position[1] * direction[1] + position[2] * direction[2];
  }

  /** Functional groups of a frame, with those that frames share, and the attributes of the file. */
  private record Groups(DataSet file, List<DataSet> own, List<DataSet> shared, int frame) {

    Groups(DicomFile file, int frame) {
      this(
          file.data(),
          file.data().items(Tag.PerFrameFunctionalGroupsSequence),
          file.data().items(Tag.SharedFunctionalGroupsSequence),
          frame);
    }

    private DataSet holder(int group, int tag) {
      if (frame < own.size()) {
        Optional<DataSet> item = own.get(frame).item(group);
        if (item.isPresent() && item.get().has(tag)) {
          return item.get();
        }
      }
      if (!shared.isEmpty()) {
        Optional<DataSet> item = shared.get(0).item(group);
        if (item.isPresent() && item.get().has(tag)) {
          return item.get();
        }
      }
      return file;
    }

    double[] decimals(int group, int tag) {
      return holder(group, tag).decimals(tag);
    }

    Optional<Double> decimal(int group, int tag) {
      return holder(group, tag).decimal(tag);
    }

    OptionalInt whole(int group, int tag) {
      return holder(group, tag).whole(tag);
    }
  }
}
