package io.firenet.format.nrrd;

import io.firenet.format.ImageFormatProvider;
import io.firenet.testkit.ImageFormatContractTests;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A header of its own, with segments described, and compressed voxels beside it. */
class NrrdGzipContractTests extends ImageFormatContractTests {

  @Override
  protected ImageFormatProvider provider() {
    return new NrrdFormat();
  }

  @Override
  protected boolean hasTextHeader() {
    return true;
  }

  @Override
  protected Path write(Path folder, ByteOrder order) throws IOException {
    Files.write(folder.resolve("sample.raw.gz"), NrrdSample.gzip(NrrdSample.voxels(order)));
    String header =
        NrrdSample.header(order, "gzip")
            + "data file: sample.raw.gz\nSegment0_ID:=a\nSegment0_Name:=left\nSegment0_Color:=1 0.5 0\n"
            + "Segment0_LabelValue:=3\nSegment0_Layer:=0\nSegment0_Tags:=TerminologyEntry:x~SCT^1^a~SCT^2^b|\n";
    return Files.writeString(folder.resolve("sample.nhdr"), header);
  }
}
