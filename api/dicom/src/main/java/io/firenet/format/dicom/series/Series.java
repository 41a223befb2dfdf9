package io.firenet.format.dicom.series;

import io.firenet.format.ImageSeries;
import io.firenet.format.dicom.data.DataSet;
import io.firenet.format.dicom.data.DicomFile;
import io.firenet.format.dicom.data.Tag;
import java.util.List;
import java.util.Locale;

/**
 * The images of one series.
 *
 * @param uid its {@code SeriesInstanceUID}
 * @param files in the order in which they were found
 */
record Series(String uid, List<DicomFile> files) {

  Series {
    files = List.copyOf(files);
  }

  private DataSet first() {
    return files.get(0).data();
  }

  private String text(int tag) {
    String text = first().string(tag).orElse("");
    return text.substring(0, Math.min(64, text.length())).replaceAll("\\p{Cntrl}", "?");
  }

  /** Whether a user's words mean this series by its number. */
  boolean hasNumber(String words) {
    return words.strip().equals(text(Tag.SeriesNumber));
  }

  boolean isDescribedAs(String words) {
    return text(Tag.SeriesDescription)
        .toLowerCase(Locale.ROOT)
        .contains(words.strip().toLowerCase(Locale.ROOT));
  }

  boolean isLocalizer() {
    return files.stream()
        .allMatch(file -> file.data().strings(Tag.ImageType).contains("LOCALIZER"));
  }

  /** What a list shows of it. */
  ImageSeries summary() {
    long slices = 0;
    for (DicomFile file : files) {
      slices += Math.max(1, file.data().whole(Tag.NumberOfFrames).orElse(1));
    }
    return new ImageSeries(
        text(Tag.SeriesInstanceUID),
        text(Tag.SeriesNumber),
        text(Tag.SeriesDescription),
        text(Tag.Modality),
        first().whole(Tag.Columns).orElse(0),
        first().whole(Tag.Rows).orElse(0),
        slices);
  }

  @Override
  public String toString() {
    return summary().toString();
  }
}
