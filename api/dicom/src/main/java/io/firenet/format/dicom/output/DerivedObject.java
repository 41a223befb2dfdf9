package io.firenet.format.dicom.output;

import io.firenet.format.SegmentationDetails;
import io.firenet.format.dicom.data.DataSet;
import io.firenet.format.dicom.data.DicomFile;
import io.firenet.format.dicom.data.Tag;
import io.firenet.format.dicom.series.Instance;
import io.firenet.format.dicom.series.SourceSeries;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** What all objects that are derived from a series have: the patient, the study, who made them. */
final class DerivedObject {

  static final String EXPLICIT = "1.2.840.10008.1.2.1";
  static final String IMPLICIT = "1.2.840.10008.1.2";

  /** Of the patient and the study, copied as they are. */
  private static final Map<Integer, String> COPIED =
      Map.ofEntries(
          Map.entry(Tag.StudyDate, "DA"),
          Map.entry(Tag.StudyTime, "TM"),
          Map.entry(Tag.AccessionNumber, "SH"),
          Map.entry(Tag.ReferringPhysicianName, "PN"),
          Map.entry(Tag.StudyDescription, "LO"),
          Map.entry(Tag.PatientName, "PN"),
          Map.entry(Tag.PatientID, "LO"),
          Map.entry(Tag.PatientBirthDate, "DA"),
          Map.entry(Tag.PatientSex, "CS"),
          Map.entry(Tag.PatientAge, "AS"),
          Map.entry(Tag.PatientSize, "DS"),
          Map.entry(Tag.PatientWeight, "DS"),
          Map.entry(Tag.StudyInstanceUID, "UI"),
          Map.entry(Tag.StudyID, "SH"),
          Map.entry(Tag.FrameOfReferenceUID, "UI"),
          Map.entry(Tag.PositionReferenceIndicator, "LO"));

  /** Those that may be left out; the others are there, if need be without a value. */
  private static final List<Integer> OPTIONAL =
      List.of(Tag.StudyDescription, Tag.PatientAge, Tag.PatientSize, Tag.PatientWeight);

  private DerivedObject() {}

  /** The attributes of an object of a class, in the study of a series. */
  static Attributes of(
      SourceSeries series, SegmentationDetails details, String sopClass, String modality)
      throws IOException {
    Instance first = series.frames().get(0).instance();
    DataSet source = DicomFile.read(first.file().source(), DerivedObject::isCopied).data();
    Attributes object = new Attributes();
    COPIED.forEach(
        (tag, vr) -> {
          String value = source.string(tag).orElse("");
          if (!value.isEmpty() || !OPTIONAL.contains(tag)) {
            object.text(tag, vr, value);
          }
        });
    LocalDateTime now = LocalDateTime.now();
    if (source.string(Tag.FrameOfReferenceUID).isEmpty()) {
      throw new IllegalArgumentException(
          first.name() + ": the series has no frame of reference, which a segmentation needs");
    }
    object.text(Tag.SpecificCharacterSet, "CS", "ISO_IR 192");
    object.text(Tag.SOPClassUID, "UI", sopClass);
    object.text(Tag.SOPInstanceUID, "UI", uid());
    object.text(Tag.Modality, "CS", modality);
    object.text(Tag.Manufacturer, "LO", "FIRENet");
    object.words(Tag.ManufacturerModelName, "LO", name(details));
    object.text(Tag.DeviceSerialNumber, "LO", "0");
    object.words(Tag.SoftwareVersions, "LO", version(details));
    object.words(Tag.SeriesDescription, "LO", name(details));
    object.text(Tag.SeriesInstanceUID, "UI", uid());
    object.whole(Tag.SeriesNumber, 900);
    object.whole(Tag.InstanceNumber, 1);
    if (!modality.equals("RTSTRUCT")) {
      object.text(Tag.ContentDate, "DA", date(now));
      object.text(Tag.ContentTime, "TM", time(now));
    }
    return object;
  }

  private static boolean isCopied(int tag) {
    return tag == Tag.SpecificCharacterSet || COPIED.containsKey(tag);
  }

  static String name(SegmentationDetails details) {
    return details.algorithm().isBlank() ? "FIRENet" : details.algorithm();
  }

  static String version(SegmentationDetails details) {
    return details.algorithmVersion().isBlank() ? "unknown" : details.algorithmVersion();
  }

  /** A new identifier, made of random bits as the standard allows. */
  static String uid() {
    UUID random = UUID.randomUUID();
    BigInteger number =
        BigInteger.valueOf(random.getMostSignificantBits())
            .and(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE))
            .shiftLeft(64)
            .or(
                BigInteger.valueOf(random.getLeastSignificantBits())
                    .and(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)));
    return "2.25." + number;
  }

  static String date(LocalDateTime time) {
    return DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).format(time);
  }

  static String time(LocalDateTime time) {
    return DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT).format(time);
  }

  /** References to each file of the series once. */
  static List<Attributes> references(SourceSeries series) {
    List<Attributes> references = new ArrayList<>();
    for (Instance instance : series.instances()) {
      references.add(Attributes.reference(instance.sopClass(), instance.sopInstance()));
    }
    return references;
  }

  /** Writes what stands before a data set. */
  static void writeMeta(OutputStream out, String sopClass, String instance, String syntax)
      throws IOException {
    Attributes meta =
        new Attributes()
            .bytes(0x00020001, "OB", new byte[] {0, 1})
            .text(0x00020002, "UI", sopClass)
            .text(0x00020003, "UI", instance)
            .text(Tag.TransferSyntaxUID, "UI", syntax)
            .text(0x00020012, "UI", "2.25.181862741093586044913247216384528351206")
            .text(0x00020013, "SH", "FIRENET");
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    meta.writeTo(bytes, true);
    out.write(new byte[128]);
    out.write(new byte[] {'D', 'I', 'C', 'M'});
    new Attributes().ints(0x00020000, bytes.size()).writeTo(out, true);
    bytes.writeTo(out);
  }
}
