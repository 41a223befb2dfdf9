package io.firenet.format.dicom.output;

import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.format.ImageWriter;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.dicom.series.StoredSeries;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes label maps of DICOM series as segmentations or structure sets that refer to them. */
public final class DicomWriter implements ImageWriter {

  private static final double SAME_GRID_MM = 1e-3;

  @Override
  public List<String> endings() {
    return List.of(".dcm");
  }

  /** Binary segmentation, label map, structure set. */
  @Override
  public List<String> representations() {
    return List.of("seg", "labelmap", "rtstruct");
  }

  @Override
  public void check(Path file, SegmentationDetails details) throws IOException {
    kind(file, details);
    series(file, details);
  }

  @Override
  public void write(Path file, Volume volume) {
    throw new IllegalArgumentException(
        file + ": images are not written as DICOM, segmentations are; write an image as .nii.gz");
  }

  @Override
  public void write(Path file, LabelMap labels, SegmentationDetails details) throws IOException {
    String kind = kind(file, details);
    StoredSeries series = series(file, details);
    if (!series.geometry().matches(labels.geometry(), SAME_GRID_MM)) {
      throw new IllegalArgumentException(
          "%s: the labels lie on another grid than the series %s".formatted(file, series.source()));
    }
    if (kind.equals("rtstruct")) {
      new StructureSet(series.series(), labels, details).write(file);
    } else {
      new SegmentationObject(series.series(), labels, details, kind.equals("seg")).write(file);
    }
  }

  private String kind(Path file, SegmentationDetails details) {
    String kind = details.representation().orElse("seg");
    if (!representations().contains(kind)) {
      throw new IllegalArgumentException(
          "%s: DICOM is written as %s, not as '%s'".formatted(file, representations(), kind));
    }
    return kind;
  }

  private static StoredSeries series(Path file, SegmentationDetails details) throws IOException {
    if (details.source().isPresent()) {
      ImageSource source = details.source().get();
      if (ImageFormats.open(source) instanceof StoredSeries series) {
        return series;
      }
    }
    throw new IllegalArgumentException(
        "%s: a DICOM segmentation refers to the DICOM series that was segmented, found %s; write .nii.gz, .nrrd or .seg.nrrd instead"
            .formatted(
                file, details.source().map(source -> source.path().toString()).orElse("no image")));
  }
}
