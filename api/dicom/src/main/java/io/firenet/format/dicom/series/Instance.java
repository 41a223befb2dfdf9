package io.firenet.format.dicom.series;

import io.firenet.format.dicom.data.DataSet;
import io.firenet.format.dicom.data.DicomFile;
import io.firenet.format.dicom.data.Tag;
import io.firenet.format.dicom.pixel.PixelLayout;
import java.io.IOException;
import java.util.Set;

/**
 * A file with an image in it.
 *
 * @param file its attributes
 * @param layout of its pixels
 */
public record Instance(DicomFile file, PixelLayout layout) {

  static final String SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4";
  static final String LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7";

  /** What is kept of a file; nothing of the patient. */
  private static final Set<Integer> WANTED =
      Set.of(
          Tag.SpecificCharacterSet,
          Tag.ImageType,
          Tag.SOPClassUID,
          Tag.SOPInstanceUID,
          Tag.Modality,
          Tag.SeriesDescription,
          Tag.SliceThickness,
          Tag.SpacingBetweenSlices,
          Tag.StudyInstanceUID,
          Tag.SeriesInstanceUID,
          Tag.SeriesNumber,
          Tag.InstanceNumber,
          Tag.ImagePositionPatient,
          Tag.ImageOrientationPatient,
          Tag.FrameOfReferenceUID,
          Tag.PlanePositionSequence,
          Tag.PlaneOrientationSequence,
          Tag.SamplesPerPixel,
          Tag.NumberOfFrames,
          Tag.Rows,
          Tag.Columns,
          Tag.PixelSpacing,
          Tag.BitsAllocated,
          Tag.BitsStored,
          Tag.HighBit,
          Tag.PixelRepresentation,
          Tag.PixelPaddingValue,
          Tag.PixelPaddingRangeLimit,
          Tag.RescaleIntercept,
          Tag.RescaleSlope,
          Tag.ModalityLUTSequence,
          Tag.PixelMeasuresSequence,
          Tag.PixelValueTransformationSequence,
          Tag.SegmentationType,
          Tag.SegmentSequence,
          Tag.SegmentNumber,
          Tag.SegmentLabel,
          Tag.SegmentedPropertyCategoryCodeSequence,
          Tag.SegmentedPropertyTypeCodeSequence,
          Tag.RecommendedDisplayCIELabValue,
          Tag.CodeValue,
          Tag.CodingSchemeDesignator,
          Tag.CodeMeaning,
          Tag.SegmentIdentificationSequence,
          Tag.ReferencedSegmentNumber,
          Tag.SharedFunctionalGroupsSequence,
          Tag.PerFrameFunctionalGroupsSequence,
          Tag.PixelData);

  static boolean isWanted(int tag) {
    return WANTED.contains(tag);
  }

  /** Whether a data set has pixels. */
  static boolean isImage(DataSet data) {
    return data.has(Tag.PixelData) && data.has(Tag.Rows);
  }

  static Instance of(DicomFile file) throws IOException {
    return new Instance(file, PixelLayout.of(file.data(), file.source().name()));
  }

  public String name() {
    return file.source().name();
  }

  public String sopClass() {
    return file.data().string(Tag.SOPClassUID).orElse("");
  }

  public String sopInstance() {
    return file.data().string(Tag.SOPInstanceUID).orElse("");
  }

  boolean isSegmentation() {
    return sopClass().equals(SEGMENTATION) || sopClass().equals(LABEL_MAP);
  }

  boolean isLocalizer() {
    return file.data().strings(Tag.ImageType).stream()
        .anyMatch(value -> value.strip().equals("LOCALIZER"));
  }
}
