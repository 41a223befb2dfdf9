package io.firenet.format.dicom.series;

import io.firenet.format.dicom.data.Tag;
import io.firenet.format.dicom.pixel.FrameReader;
import io.firenet.format.voxel.ImageHeader;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Slices in their order along the normal, on one grid. What cannot be one grid is refused: mixed
 * orientations and sizes, several images at a position, missing slices, uneven steps.
 *
 * @param slices from the first along the normal (row × column) on
 * @param geometry of the grid
 */
public record SliceStack(List<Slice> slices, ImageGeometry geometry) {

  /** Cosines of directions that differ by more are other directions. */
  private static final double DIRECTION_TOLERANCE = 1e-3;

  private static final double SAME_POSITION_MM = 1e-3;

  /** Of a step, how far a slice may lie from where it belongs; positions are often rounded. */
  private static final double STEP_TOLERANCE = 0.1;

  /** What a rounded position can be taken for. */
  private static final double TILT_DEGREES = 0.1;

  public SliceStack {
    slices = List.copyOf(slices);
  }

  /**
   * Stacks the images of a series.
   *
   * @param notes receives what was left out or resolved
   * @throws IOException if they are not one grid
   */
  static SliceStack of(String source, Series series, List<String> notes) throws IOException {
    List<Slice> slices = new ArrayList<>();
    for (Instance instance : instances(series, notes)) {
      int frames = instance.layout().frames();
      int groups = instance.file().data().items(Tag.PerFrameFunctionalGroupsSequence).size();
      if (frames > 1 && groups != frames) {
        throw new IOException(
            "%s: has %s frames and says of %s where they lie; expected an enhanced multi-frame image"
                .formatted(instance.name(), frames, groups));
      }
      if (instance.file().data().has(Tag.ModalityLUTSequence)) {
        throw new IOException(
            instance.name() + ": its values need a lookup table (ModalityLUTSequence), not read");
      }
      for (int frame = 0; frame < frames; frame++) {
        slices.add(Slice.of(instance, frame));
      }
    }
    requireAlike(source, slices);
    double[] normal = slices.get(0).normal();
    slices.sort(Comparator.comparingDouble(slice -> slice.along(normal)));
    List<Slice> distinct = withoutDuplicates(source, slices, normal, notes);
    return new SliceStack(distinct, geometry(source, distinct, normal, notes));
  }

  private static List<Instance> instances(Series series, List<String> notes) throws IOException {
    List<Instance> all = new ArrayList<>();
    for (var file : series.files()) {
      all.add(Instance.of(file));
    }
    List<Instance> images = all.stream().filter(each -> !each.isLocalizer()).toList();
    if (images.isEmpty() || images.size() == all.size()) {
      return all;
    }
    notes.add("%s localizers of the series left out".formatted(all.size() - images.size()));
    return images;
  }

  private static void requireAlike(String source, List<Slice> slices) throws IOException {
    Slice first = slices.get(0);
    for (Slice slice : slices) {
      String what = difference(first, slice);
      if (what != null) {
        long others = slices.stream().filter(each -> difference(first, each) != null).count();
        throw new IOException(
            "%s: the series mixes images of other %s, %s like %s and %s others such as %s; take them apart"
                .formatted(
                    source,
                    what,
                    slices.size() - others,
                    first.instance().name(),
                    others,
                    slice.instance().name()));
      }
    }
  }

  private static @Nullable String difference(Slice a, Slice b) {
    var first = a.instance().layout();
    var second = b.instance().layout();
    if (first.rows() != second.rows() || first.columns() != second.columns()) {
      return "sizes";
    }
    if (differ(a.orientation(), b.orientation(), DIRECTION_TOLERANCE)) {
      return "orientations";
    }
    if (differ(a.spacing(), b.spacing(), 1e-3 * a.spacing()[0])) {
      return "pixel spacings";
    }
    String frame = a.instance().file().data().string(Tag.FrameOfReferenceUID).orElse("");
    boolean same =
        b.instance().file().data().string(Tag.FrameOfReferenceUID).orElse("").equals(frame);
    return same ? null : "frames of reference";
  }

  private static boolean differ(double[] a, double[] b, double tolerance) {
    for (int i = 0; i < a.length; i++) {
      if (!(Math.abs(a[i] - b[i]) <= tolerance)) {
        return true;
      }
    }
    return false;
  }

  private static List<Slice> withoutDuplicates(
      String source, List<Slice> sorted, double[] normal, List<String> notes) throws IOException {
    List<Slice> distinct = new ArrayList<>();
    int left = 0;
    int differing = 0;
    for (Slice slice : sorted) {
      Slice before = distinct.isEmpty() ? null : distinct.get(distinct.size() - 1);
      if (before == null || slice.along(normal) - before.along(normal) > SAME_POSITION_MM) {
        distinct.add(slice);
      } else if (showTheSame(before, slice)) {
        left++;
      } else {
        differing++;
      }
    }
    if (differing > 0) {
      throw new IOException(
          "%s: the series has %s images at positions of others that differ from them, %s positions in all; several echoes, phases or times are taken apart first"
              .formatted(source, differing, distinct.size()));
    }
    if (left > 0) {
      notes.add("%s duplicates of slices left out".formatted(left));
    }
    return distinct;
  }

  private static boolean showTheSame(Slice a, Slice b) throws IOException {
    if (a.slope() != b.slope() || a.intercept() != b.intercept()) {
      return false;
    }
    int[] first = new FrameReader(a.instance().file(), a.instance().layout()).read(a.frame());
    int[] second = new FrameReader(b.instance().file(), b.instance().layout()).read(b.frame());
    return Arrays.equals(first, second);
  }

  private static ImageGeometry geometry(
      String source, List<Slice> slices, double[] normal, List<String> notes) throws IOException {
    Slice first = slices.get(0);
    int count = slices.size();
    var layout = first.instance().layout();
    long values = ImageHeader.product(Path.of(source), layout.rows(), layout.columns(), "Columns");
    ImageHeader.product(Path.of(source), values, count, "slices");
    double[] step = new double[3];
    if (count == 1) {
      Optional<Double> thickness = first.step();
      if (thickness.isEmpty()) {
        notes.add("a single slice without thickness, taken as 1 mm");
      }
      for (int i = 0; i < 3; i++) {
        step[i] = normal[i] * thickness.orElse(1.0);
      }
    } else {
      Slice last = slices.get(count - 1);
      for (int i = 0; i < 3; i++) {
        step[i] = (last.position()[i] - first.position()[i]) / (count - 1);
      }
      requireEven(source, slices, normal, step);
      tellOfTilt(normal, step, notes);
    }
    double[] rows = new double[12];
    for (int axis = 0; axis < 3; axis++) {
      double sign = axis < 2 ? -1 : 1; // LPS to RAS+
      rows[4 * axis] = sign * first.orientation()[axis] * first.spacing()[1];
      rows[4 * axis + 1] = sign * first.orientation()[axis + 3] * first.spacing()[0];
      rows[4 * axis + 2] = sign * step[axis];
      rows[4 * axis + 3] = sign * first.position()[axis];
    }
    Affine affine = Affine.of(rows);
    ImageHeader.checkInvertible(
        affine, Path.of(source), "ImageOrientationPatient, ImagePositionPatient or PixelSpacing");
    return new ImageGeometry(new GridSize(count, layout.rows(), layout.columns()), affine);
  }

  private static void requireEven(String source, List<Slice> slices, double[] normal, double[] step)
      throws IOException {
    double[] gaps = new double[slices.size() - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = slices.get(i + 1).along(normal) - slices.get(i).along(normal);
    }
    double[] sorted = gaps.clone();
    Arrays.sort(sorted);
    double usual = sorted[(sorted.length - 1) / 2];
    for (int i = 0; i < gaps.length; i++) {
      if (gaps[i] > 1.5 * usual || gaps[i] < usual / 1.5) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: slices are missing or uneven: %.4g mm from slice %s (%s) to the next, elsewhere %.4g mm; complete the series",
                source,
                gaps[i],
                i + 1,
                slices.get(i).instance().name(),
                usual));
      }
    }
    for (int i = 0; i < slices.size(); i++) {
      double square = 0;
      for (int axis = 0; axis < 3; axis++) {
        double there = slices.get(0).position()[axis] + i * step[axis];
        square += Math.pow(slices.get(i).position()[axis] - there, 2);
      }
      if (Math.sqrt(square) > STEP_TOLERANCE * usual + 0.01) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: slices do not lie on one grid, slice %s (%s) is %.3g mm from its place; they are uneven or shifted against each other",
                source,
                i + 1,
                slices.get(i).instance().name(),
                Math.sqrt(square)));
      }
    }
  }

  private static void tellOfTilt(double[] normal, double[] step, List<String> notes) {
    double along = 0;
    double square = 0;
    for (int i = 0; i < 3; i++) {
      along += normal[i] * step[i];
      square += step[i] * step[i];
    }
    double across = Math.sqrt(Math.max(0, square - along * along));
    double degrees = Math.toDegrees(Math.atan2(across, along));
    if (degrees > TILT_DEGREES) {
      notes.add(
          String.format(
              Locale.ROOT,
              "tilted gantry: each slice is shifted by %.3g mm against the one before (%.3g degrees); the grid keeps that, voxels are not resampled",
              across,
              degrees));
    }
  }
}
