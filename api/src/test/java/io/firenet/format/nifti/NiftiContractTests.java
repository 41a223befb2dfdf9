package io.firenet.format.nifti;

import io.firenet.format.ImageFormatProvider;
import io.firenet.testkit.ImageFormatContractTests;
import io.firenet.testkit.ImageSample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

class NiftiContractTests extends ImageFormatContractTests {

  @Override
  protected ImageFormatProvider provider() {
    return new NiftiFormat();
  }

  @Override
  protected Path write(Path folder, ByteOrder order) throws IOException {
    NiftiBytes bytes = new NiftiBytes(1, order, "n+1", 4, 7, 5, 4);
    bytes.sform(1, ImageSample.GEOMETRY.voxelToWorld().toArray());
    short[] values = ImageSample.values();
    ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(order);
    data.asShortBuffer().put(values);
    return NiftiBytes.write(folder.resolve("sample.nii"), bytes.withData(data.array()));
  }
}
