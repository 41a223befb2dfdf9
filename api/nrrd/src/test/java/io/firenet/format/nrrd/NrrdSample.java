package io.firenet.format.nrrd;

import io.firenet.testkit.ImageSample;
import io.firenet.volume.Affine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** The contract's image as NRRD, written without the code under test. */
final class NrrdSample {

  private NrrdSample() {}

  /** In RAS, with units and kinds. */
  static String header(ByteOrder order, String encoding) {
    Affine a = ImageSample.GEOMETRY.voxelToWorld();
    return """
        NRRD0005
        # Complete NRRD file format specification at:
        # http://teem.sourceforge.net/nrrd/format.html
        type: short
        dimension: 3
        space: right-anterior-superior
        sizes: 7 5 4
        space directions: %s %s %s
        kinds: domain domain domain
        endian: %s
        encoding: %s
        space units: "mm" "mm" "mm"
        space origin: %s
        """
        .formatted(
            column(a, 0),
            column(a, 1),
            column(a, 2),
            order == ByteOrder.BIG_ENDIAN ? "big" : "little",
            encoding,
            column(a, 3));
  }

  private static String column(Affine a, int column) {
    return "(%s,%s,%s)".formatted(a.get(0, column), a.get(1, column), a.get(2, column));
  }

  static byte[] voxels(ByteOrder order) {
    short[] values = ImageSample.values();
    ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(order);
    data.asShortBuffer().put(values);
    return data.array();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  static Path write(Path file, String header, ByteOrder order) throws IOException {
    return write(file, header, voxels(order));
  }

  static Path write(Path file, String header, byte[] data) throws IOException {
    byte[] head = (header + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(head.length + data.length);
    return Files.write(file, all.put(head).put(data).array());
  }
}
