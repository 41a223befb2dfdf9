package io.firenet.format.dicom;

import io.firenet.testkit.ImageSample;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** One enhanced multi-frame file. */
class EnhancedContractTests extends DicomContractTests {

  @Override
  protected Path write(Path folder, ByteOrder order) throws IOException {
    return new TestSeries(ImageSample.GEOMETRY, ImageSample.values(), order)
        .enhanced()
        .write(folder.resolve("enhanced.dcm"));
  }
}
