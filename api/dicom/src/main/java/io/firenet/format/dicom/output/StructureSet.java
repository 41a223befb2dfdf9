package io.firenet.format.dicom.output;

import io.firenet.file.AtomicFile;
import io.firenet.format.Segment;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.dicom.data.Tag;
import io.firenet.format.dicom.series.SourceSeries;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A structure set of a label map: closed planar contours along the edges of pixels, on every slice
 * of every label. In implicit little endian, where a contour's length has no limit.
 */
final class StructureSet {

  private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.481.3";
  private static final String STUDY_CLASS = "1.2.840.10008.3.1.2.3.1";

  private final SourceSeries series;
  private final LabelMap labels;
  private final SegmentationDetails details;
  private final List<SourceSeries.Frame> slices;

  StructureSet(SourceSeries series, LabelMap labels, SegmentationDetails details) {
    this.series = series;
    this.labels = labels;
    this.details = details;
    slices = series.frames();
  }

  void write(Path file) throws IOException {
    Attributes object = DerivedObject.of(series, details, SOP_CLASS, "RTSTRUCT");
    LocalDateTime now = LocalDateTime.now();
    object.text(Tag.OperatorsName, "PN", "");
    object.words(Tag.StructureSetLabel, "SH", DerivedObject.name(details));
    object.text(Tag.StructureSetDate, "DA", DerivedObject.date(now));
    object.text(Tag.StructureSetTime, "TM", DerivedObject.time(now));
    object.item(Tag.ReferencedFrameOfReferenceSequence, frameOfReference());
    List<Attributes> regions = new ArrayList<>();
    List<Attributes> contours = new ArrayList<>();
    List<Attributes> observations = new ArrayList<>();
    for (int label : values()) {
      Segment segment = details.segment(label);
      regions.add(
          new Attributes()
              .whole(Tag.ROINumber, label)
              .text(Tag.ReferencedFrameOfReferenceUID, "UI", series.frameOfReference())
              .words(Tag.ROIName, "LO", segment.name())
              .text(Tag.ROIGenerationAlgorithm, "CS", "AUTOMATIC"));
      contours.add(contours(segment));
      observations.add(observation(segment));
    }
    object.items(Tag.StructureSetROISequence, regions);
    object.items(Tag.ROIContourSequence, contours);
    object.items(Tag.RTROIObservationsSequence, observations);
    object.text(Tag.ApprovalStatus, "CS", "UNAPPROVED");
    String instance = DerivedObject.uid();
    object.text(Tag.SOPInstanceUID, "UI", instance);
    AtomicFile.writeInFolder(
        file,
        out -> {
          DerivedObject.writeMeta(out, SOP_CLASS, instance, DerivedObject.IMPLICIT);
          object.writeTo(out, false);
        });
  }

  private TreeSet<Integer> values() {
    TreeSet<Integer> values = new TreeSet<>();
    short before = 0;
    for (short label : labels.data()) {
      if (label != before && label != 0) {
        values.add((int) label);
      }
      before = label;
    }
    details.segments().forEach(segment -> values.add(segment.label()));
    return values;
  }

  private Attributes frameOfReference() {
    return new Attributes()
        .text(Tag.FrameOfReferenceUID, "UI", series.frameOfReference())
        .item(
            Tag.RTReferencedStudySequence,
            Attributes.reference(STUDY_CLASS, series.studyUid())
                .item(
                    Tag.RTReferencedSeriesSequence,
                    new Attributes()
                        .text(Tag.SeriesInstanceUID, "UI", series.uid())
                        .items(Tag.ContourImageSequence, DerivedObject.references(series))));
  }

  private Attributes observation(Segment segment) {
    Attributes observation =
        new Attributes()
            .whole(Tag.ObservationNumber, segment.label())
            .whole(Tag.ReferencedROINumber, segment.label())
            .text(Tag.RTROIInterpretedType, "CS", "")
            .text(Tag.ROIInterpreter, "PN", "");
    segment.type().ifPresent(type -> observation.code(Tag.RTROIIdentificationCodeSequence, type));
    return observation;
  }

  private Attributes contours(Segment segment) {
    int width = labels.size().width();
    int height = labels.size().height();
    List<Attributes> all = new ArrayList<>();
    for (int z = 0; z < labels.size().depth(); z++) {
      int from = z * width * height;
      short[] data = labels.data();
      int label = segment.label();
      SourceSeries.Frame slice = slices.get(z);
      for (List<SliceContours.Point> polygon :
          SliceContours.of(width, height, pixel -> data[from + pixel] == label)) {
        all.add(contour(slice, polygon));
      }
    }
    Attributes contours =
        new Attributes()
            .whole(
                Tag.ROIDisplayColor,
                segment.rgb() >> 16,
                segment.rgb() >> 8 & 255,
                segment.rgb() & 255)
            .whole(Tag.ReferencedROINumber, segment.label());
    return all.isEmpty() ? contours : contours.items(Tag.ContourSequence, all);
  }

  private static Attributes contour(SourceSeries.Frame slice, List<SliceContours.Point> polygon) {
    String[] numbers = new String[3 * polygon.size()];
    int at = 0;
    for (SliceContours.Point point : polygon) {
      double right = (point.x2() / 2.0 - 0.5) * slice.spacing()[1]; // from the first pixel's centre
      double down = (point.y2() / 2.0 - 0.5) * slice.spacing()[0];
      for (int axis = 0; axis < 3; axis++) {
        double mm =
            slice.position()[axis]
                + right * slice.orientation()[axis]
                + down * slice.orientation()[axis + 3];
        numbers[at++] = Decimal.coordinate(mm);
      }
    }
    Attributes image =
        Attributes.reference(slice.instance().sopClass(), slice.instance().sopInstance());
    if (slice.instance().layout().frames() > 1) {
      image.whole(Tag.ReferencedFrameNumber, slice.frame() + 1);
    }
    return new Attributes()
        .item(Tag.ContourImageSequence, image)
        .text(Tag.ContourGeometricType, "CS", "CLOSED_PLANAR")
        .whole(Tag.NumberOfContourPoints, polygon.size())
        .text(Tag.ContourData, "DS", numbers);
  }
}
