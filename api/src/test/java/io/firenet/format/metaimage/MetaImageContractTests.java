package io.firenet.format.metaimage;

import io.firenet.format.ImageFormatProvider;
import io.firenet.testkit.ImageFormatContractTests;
import io.firenet.testkit.ImageSample;
import io.firenet.volume.Affine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class MetaImageContractTests extends ImageFormatContractTests {

  @Override
  protected ImageFormatProvider provider() {
    return new MetaImageFormat();
  }

  @Override
  protected boolean hasTextHeader() {
    return true;
  }

  @Override
  protected Path write(Path folder, ByteOrder order) throws IOException {
    Affine a = ImageSample.GEOMETRY.voxelToWorld();
    double[] mm = {a.columnNorm(0), a.columnNorm(1), a.columnNorm(2)};
    StringBuilder directions = new StringBuilder();
    for (int axis = 0; axis < 3; axis++) {
      for (int world = 0; world < 3; world++) {
        directions.append((world < 2 ? -1 : 1) * a.get(world, axis) / mm[axis]).append(' ');
      }
    }
    String head =
        """
        ObjectType = Image
        NDims = 3
        BinaryData = True
        BinaryDataByteOrderMSB = %s
        CompressedData = False
        TransformMatrix = %s
        Offset = %s %s %s
        ElementSpacing = %s %s %s
        DimSize = 7 5 4
        ElementType = MET_SHORT
        ElementDataFile = LOCAL
        """
            .formatted(
                order == ByteOrder.BIG_ENDIAN ? "True" : "False",
                directions,
                -a.get(0, 3),
                -a.get(1, 3),
                a.get(2, 3),
                mm[0],
                mm[1],
                mm[2]);
    byte[] header = head.getBytes(StandardCharsets.US_ASCII);
    short[] values = ImageSample.values();
    ByteBuffer all = ByteBuffer.allocate(header.length + 2 * values.length).order(order);
    all.put(header).asShortBuffer().put(values);
    return Files.write(folder.resolve("sample.mha"), all.array());
  }
}
