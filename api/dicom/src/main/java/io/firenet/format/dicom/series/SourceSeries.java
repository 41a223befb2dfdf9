package io.firenet.format.dicom.series;

import io.firenet.format.dicom.data.Tag;
import io.firenet.volume.ImageGeometry;
import java.util.List;

/** A series as what is derived from it refers to it: which frame lies at which depth. */
public record SourceSeries(SliceStack stack) {

  /**
   * A frame.
   *
   * @param instance the file
   * @param frame number in the file, from 0
   * @param position of its first pixel in LPS millimetres
   * @param orientation directions of a row and of a column
   * @param spacing between rows and between columns
   */
  public record Frame(
      Instance instance, int frame, double[] position, double[] orientation, double[] spacing) {}

  /** The frames along the depth of the grid. */
  public List<Frame> frames() {
    return stack.slices().stream()
        .map(
            slice ->
                new Frame(
                    slice.instance(),
                    slice.frame(),
                    slice.position(),
                    slice.orientation(),
                    slice.spacing()))
        .toList();
  }

  public ImageGeometry geometry() {
    return stack.geometry();
  }

  /** The files that have frames in the stack, each once. */
  public List<Instance> instances() {
    return stack.slices().stream().map(Slice::instance).distinct().toList();
  }

  /** The {@code SeriesInstanceUID}. */
  public String uid() {
    return text(Tag.SeriesInstanceUID);
  }

  public String studyUid() {
    return text(Tag.StudyInstanceUID);
  }

  public String frameOfReference() {
    return text(Tag.FrameOfReferenceUID);
  }

  /** Millimetres from a slice to the next along the normal. */
  public double stepMm() {
    List<Slice> slices = stack.slices();
    double[] normal = slices.get(0).normal();
    int last = slices.size() - 1;
    return last == 0
        ? slices.get(0).step().orElse(1.0)
        : (slices.get(last).along(normal) - slices.get(0).along(normal)) / last;
  }

  private String text(int tag) {
    return stack.slices().get(0).instance().file().data().string(tag).orElse("");
  }
}
