package io.firenet.format.dicom.output;

import io.firenet.file.AtomicFile;
import io.firenet.format.CodedConcept;
import io.firenet.format.Segment;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.dicom.data.CieLab;
import io.firenet.format.dicom.data.Tag;
import io.firenet.format.dicom.series.SourceSeries;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A DICOM segmentation of a label map: binary, a frame for each slice of each segment that is not
 * empty, or the labels themselves. Segments have the numbers of their labels.
 */
final class SegmentationObject {

  private static final String BINARY_CLASS = "1.2.840.10008.5.1.4.1.1.66.4";
  private static final String LABEL_MAP_CLASS = "1.2.840.10008.5.1.4.1.1.66.7";

  private static final CodedConcept SOURCE =
      new CodedConcept("DCM", "121322", "Source image for image processing operation");
  private static final CodedConcept DERIVATION = new CodedConcept("DCM", "113076", "Segmentation");
  private static final CodedConcept INTELLIGENCE =
      new CodedConcept("DCM", "123109", "Artificial Intelligence");

  /** What 3D Slicer says of segments without codes. */
  private static final CodedConcept TISSUE = CodedConcept.snomed("85756007", "Tissue");

  private final SourceSeries series;
  private final LabelMap labels;
  private final SegmentationDetails details;
  private final boolean binary;
  private final List<SourceSeries.Frame> slices;
  private final List<SegmentFrame> frames;

  SegmentationObject(
      SourceSeries series, LabelMap labels, SegmentationDetails details, boolean binary) {
    this.series = series;
    this.labels = labels;
    this.details = details;
    this.binary = binary;
    slices = series.frames();
    frames = binary ? SegmentFrame.binary(labels) : SegmentFrame.all(labels);
  }

  void write(Path file) throws IOException {
    String sopClass = binary ? BINARY_CLASS : LABEL_MAP_CLASS;
    Attributes object = DerivedObject.of(series, details, sopClass, "SEG");
    object.text(Tag.ImageType, "CS", "DERIVED", "PRIMARY");
    object.item(
        Tag.ReferencedSeriesSequence,
        new Attributes()
            .items(Tag.ReferencedInstanceSequence, DerivedObject.references(series))
            .text(Tag.SeriesInstanceUID, "UI", series.uid()));
    object.text(Tag.ContentLabel, "CS", "SEGMENTATION");
    object.words(Tag.ContentDescription, "LO", "Segmentation by " + DerivedObject.name(details));
    object.text(Tag.ContentCreatorName, "PN", "");
    addImage(object);
    addDimensions(object);
    object.text(Tag.SegmentationType, "CS", binary ? "BINARY" : "LABELMAP");
    object.items(Tag.SegmentSequence, segments());
    object.item(Tag.SharedFunctionalGroupsSequence, shared());
    List<Attributes> perFrame = new ArrayList<>();
    for (SegmentFrame frame : frames) {
      perFrame.add(perFrame(frame));
    }
    object.items(Tag.PerFrameFunctionalGroupsSequence, perFrame);
    String instance = DerivedObject.uid();
    object.text(Tag.SOPInstanceUID, "UI", instance);
    long bytes = SegmentFrame.bytes(labels.size(), frames.size(), bits());
    if (bytes > 0xfffffffeL) {
      throw new IllegalArgumentException(
          file + ": the segmentation has more pixels than a DICOM file can hold");
    }
    AtomicFile.writeInFolder(
        file,
        out -> {
          DerivedObject.writeMeta(out, sopClass, instance, DerivedObject.EXPLICIT);
          object.writeTo(out, true);
          writePixels(out, bytes);
        });
  }

  private void writePixels(OutputStream out, long bytes) throws IOException {
    Attributes.head(out, Tag.PixelData, bits() == 16 ? "OW" : "OB", bytes, true);
    SegmentFrame.write(out, labels, frames, bits());
  }

  /** Bits per pixel. */
  private int bits() {
    if (binary) {
      return 1;
    }
    for (short label : labels.data()) {
      if (label > 255) {
        return 16;
      }
    }
    return 8;
  }

  private void addImage(Attributes object) {
    object.shorts(Tag.SamplesPerPixel, 1);
    object.text(Tag.PhotometricInterpretation, "CS", "MONOCHROME2");
    object.whole(Tag.NumberOfFrames, frames.size());
    object.shorts(Tag.Rows, labels.size().height());
    object.shorts(Tag.Columns, labels.size().width());
    object.shorts(Tag.BitsAllocated, bits());
    object.shorts(Tag.BitsStored, bits());
    object.shorts(Tag.HighBit, bits() - 1);
    object.shorts(Tag.PixelRepresentation, 0);
    object.text(Tag.LossyImageCompression, "CS", "00");
    if (!binary) {
      object.shorts(Tag.PixelPaddingValue, 0);
    }
  }

  private void addDimensions(Attributes object) {
    String organization = DerivedObject.uid();
    object.item(
        Tag.DimensionOrganizationSequence,
        new Attributes().text(Tag.DimensionOrganizationUID, "UI", organization));
    List<Attributes> dimensions = new ArrayList<>();
    if (binary) {
      dimensions.add(
          dimension(
              organization,
              Tag.ReferencedSegmentNumber,
              Tag.SegmentIdentificationSequence,
              "Segment"));
    }
    dimensions.add(
        dimension(
            organization, Tag.ImagePositionPatient, Tag.PlanePositionSequence, "Image position"));
    object.items(Tag.DimensionIndexSequence, dimensions);
  }

  private static Attributes dimension(String organization, int tag, int group, String label) {
    return new Attributes()
        .text(Tag.DimensionOrganizationUID, "UI", organization)
        .pointer(Tag.DimensionIndexPointer, tag)
        .pointer(Tag.FunctionalGroupPointer, group)
        .text(Tag.DimensionDescriptionLabel, "LO", label);
  }

  /** Every number up to the highest, since they must have no gap. */
  private List<Attributes> segments() {
    int highest = 1;
    for (short label : labels.data()) {
      highest = Math.max(highest, label);
    }
    for (Segment segment : details.segments()) {
      highest = Math.max(highest, segment.label());
    }
    List<Attributes> items = new ArrayList<>();
    for (int number = 1; number <= highest; number++) {
      Segment segment = details.segment(number);
      items.add(
          new Attributes()
              .code(Tag.SegmentedPropertyCategoryCodeSequence, segment.category().orElse(TISSUE))
              .shorts(Tag.SegmentNumber, number)
              .words(Tag.SegmentLabel, "LO", segment.name())
              .text(Tag.SegmentAlgorithmType, "CS", "AUTOMATIC")
              .words(Tag.SegmentAlgorithmName, "LO", DerivedObject.name(details))
              .shorts(Tag.RecommendedDisplayCIELabValue, CieLab.encode(segment.rgb()))
              .code(Tag.SegmentedPropertyTypeCodeSequence, segment.type().orElse(TISSUE))
              .item(
                  Tag.SegmentationAlgorithmIdentificationSequence,
                  new Attributes()
                      .code(Tag.AlgorithmFamilyCodeSequence, INTELLIGENCE)
                      .words(Tag.AlgorithmVersion, "LO", DerivedObject.version(details))
                      .words(Tag.AlgorithmName, "LO", DerivedObject.name(details))));
    }
    return items;
  }

  private Attributes shared() {
    SourceSeries.Frame first = slices.get(0);
    double step = series.stepMm();
    return new Attributes()
        .item(
            Tag.PlaneOrientationSequence,
            new Attributes().decimals(Tag.ImageOrientationPatient, first.orientation()))
        .item(
            Tag.PixelMeasuresSequence,
            new Attributes()
                .decimals(Tag.SliceThickness, step)
                .decimals(Tag.SpacingBetweenSlices, step)
                .decimals(Tag.PixelSpacing, first.spacing()));
  }

  private Attributes perFrame(SegmentFrame frame) {
    SourceSeries.Frame slice = slices.get(frame.depth());
    int position = frame.depth() + 1;
    Attributes image =
        Attributes.reference(slice.instance().sopClass(), slice.instance().sopInstance())
            .code(Tag.PurposeOfReferenceCodeSequence, SOURCE);
    if (slice.instance().layout().frames() > 1) {
      image.whole(Tag.ReferencedFrameNumber, slice.frame() + 1);
    }
    Attributes groups =
        new Attributes()
            .item(
                Tag.DerivationImageSequence,
                new Attributes()
                    .item(Tag.SourceImageSequence, image)
                    .code(Tag.DerivationCodeSequence, DERIVATION))
            .item(
                Tag.PlanePositionSequence,
                new Attributes().decimals(Tag.ImagePositionPatient, slice.position()));
    Attributes content = new Attributes();
    if (binary) {
      content.ints(Tag.DimensionIndexValues, frame.segment(), position);
      groups.item(
          Tag.SegmentIdentificationSequence,
          new Attributes().shorts(Tag.ReferencedSegmentNumber, frame.segment()));
    } else {
      content.ints(Tag.DimensionIndexValues, position);
    }
    return groups.item(Tag.FrameContentSequence, content);
  }
}
