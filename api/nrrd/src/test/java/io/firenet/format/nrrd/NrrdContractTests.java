package io.firenet.format.nrrd;

import io.firenet.format.ImageFormatProvider;
import io.firenet.testkit.ImageFormatContractTests;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

class NrrdContractTests extends ImageFormatContractTests {

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
    return NrrdSample.write(folder.resolve("sample.nrrd"), NrrdSample.header(order, "raw"), order);
  }
}
