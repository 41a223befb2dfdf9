package io.firenet.format.dicom;

import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageSource;
import io.firenet.format.ImageWriter;
import io.firenet.format.SegmentationDetails;
import io.firenet.testkit.ImageFormatContractTests;
import io.firenet.testkit.ImageSample;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A folder of classic slices. */
class DicomContractTests extends ImageFormatContractTests {

  @TempDir private Path sources;

  @Override
  protected ImageFormatProvider provider() {
    return new DicomFormat();
  }

  @Override
  protected Path write(Path folder, ByteOrder order) throws IOException {
    return new TestSeries(ImageSample.GEOMETRY, ImageSample.values(), order).write(folder);
  }

  @Override
  protected void writeLabels(ImageWriter writer, Path file) throws IOException {
    Path series =
        write(Files.createDirectories(sources.resolve("series")), ByteOrder.LITTLE_ENDIAN);
    SegmentationDetails details =
        SegmentationDetails.ofNames(List.of("background", "left", "right", "both sides"));
    writer.write(file, ImageSample.labels(), details.of(ImageSource.of(series)));
  }
}
