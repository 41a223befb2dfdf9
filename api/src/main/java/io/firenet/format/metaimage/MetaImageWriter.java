package io.firenet.format.metaimage;

import io.firenet.file.AtomicFile;
import io.firenet.format.voxel.VoxelType;
import io.firenet.format.voxel.VoxelWriter;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes MetaImages as one file: images plain, label maps compressed. */
final class MetaImageWriter {

  static final String ENDING = ".mha";

  private static final int BUFFER_BYTES = 1 << 16;

  private MetaImageWriter() {}

  static void write(Path file, Volume volume) throws IOException {
    boolean axis = volume.channels() > 1;
    String header = header(file, volume.geometry(), volume.channels(), "MET_FLOAT", axis, -1);
    AtomicFile.writeInFolder(
        file,
        out -> {
          out.write(header.getBytes(StandardCharsets.US_ASCII));
          VoxelWriter.write(out, volume);
        });
  }

  static void write(Path file, LabelMap labels) throws IOException {
    VoxelType type = VoxelWriter.typeOf(labels);
    String name = type == VoxelType.UINT8 ? "MET_UCHAR" : "MET_SHORT";
    Counter counter = new Counter();
    deflate(counter, labels, type); // its length is part of the header
    String header = header(file, labels.geometry(), 1, name, false, counter.bytes);
    AtomicFile.writeInFolder(
        file,
        out -> {
          out.write(header.getBytes(StandardCharsets.US_ASCII));
          deflate(out, labels, type);
        });
  }

  private static void deflate(OutputStream out, LabelMap labels, VoxelType type)
      throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      DeflaterOutputStream compressed = new DeflaterOutputStream(out, deflater, BUFFER_BYTES);
      VoxelWriter.write(compressed, labels, type);
      compressed.finish();
    } finally {
      deflater.end();
    }
  }

  /** Channels become a fourth axis, so that they lie one behind the next. */
  private static String header(
      Path file,
      ImageGeometry geometry,
      int channels,
      String type,
      boolean fourthAxis,
      long compressedBytes) {
    if (!file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING)) {
      throw new IllegalArgumentException(
          "%s: a MetaImage is written as .mha, got the name %s"
              .formatted(file, file.getFileName()));
    }
    GridSize size = geometry.size();
    Affine affine = geometry.voxelToWorld();
    int axes = fourthAxis ? 4 : 3;
    StringJoiner directions = new StringJoiner(" ");
    StringJoiner offset = new StringJoiner(" ");
    StringJoiner spacing = new StringJoiner(" ");
    for (int axis = 0; axis < axes; axis++) {
      for (int world = 0; world < axes; world++) {
        boolean spatial = axis < 3 && world < 3;
        double one = axis == world ? 1 : 0;
        double cosine = spatial ? affine.get(world, axis) / affine.columnNorm(axis) : one;
        directions.add(number(spatial && world < 2 ? -cosine : cosine)); // RAS+ to LPS
      }
      spacing.add(number(axis < 3 ? affine.columnNorm(axis) : 1));
      offset.add(number(axis == 3 ? 0 : axis < 2 ? -affine.get(axis, 3) : affine.get(axis, 3)));
    }
    StringBuilder header = new StringBuilder();
    header.append("ObjectType = Image\nNDims = ").append(axes);
    header.append("\nBinaryData = True\nBinaryDataByteOrderMSB = False\nCompressedData = ");
    header.append(compressedBytes < 0 ? "False" : "True\nCompressedDataSize = " + compressedBytes);
    header.append("\nTransformMatrix = ").append(directions);
    header.append("\nOffset = ").append(offset).append("\nElementSpacing = ").append(spacing);
    header.append("\nDimSize = ").append(size.width()).append(' ').append(size.height());
    header.append(' ').append(size.depth()).append(fourthAxis ? " " + channels : "");
    header.append("\nElementType = ").append(type).append("\nElementDataFile = LOCAL\n");
    return header.toString();
  }

  private static String number(double value) {
    return Double.toString(value == 0 ? 0 : value); // no -0.0
  }

  private static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int value) {
      bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      bytes += length;
    }
  }
}
