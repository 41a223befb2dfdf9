package io.firenet.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the voxels that a header describes, a chunk at a time, straight into their array. */
final class NiftiReader {

  private static final int CHUNK_VALUES = 1 << 14;

  /**
   * Memory for a compressed image is asked for as if it had shrunk to an eighth and grows as its
   * voxels arrive, so that a small file with a large claim costs little.
   */
  private static final int ASSUMED_RATIO = 8;

  /** Takes decoded values in the file's order. */
  private interface Sink {
    /** Refuses what the header shows to be unfit. */
    void check(NiftiHeader header) throws IOException;

    /** Makes room for the given number of values in total. */
    void reserve(int values);

    /** Stores {@code count} values from index {@code at} on. */
    void accept(double[] values, int count, int at) throws IOException;
  }

  private NiftiReader() {}

  static ImageGeometry geometry(Path file) throws IOException {
    Path header = NiftiFiles.header(file);
    try (NiftiInput in = NiftiInput.open(header)) {
      return NiftiHeaderReader.read(in, header).geometry();
    }
  }

  static Volume volume(Path file) throws IOException {
    FloatSink sink = new FloatSink();
    NiftiHeader header = read(file, sink);
    return new Volume(header.geometry(), header.channels(), sink.data);
  }

  static LabelMap labels(Path file) throws IOException {
    LabelSink sink = new LabelSink(file);
    NiftiHeader header = read(file, sink);
    return new LabelMap(header.geometry(), sink.data);
  }

  private static NiftiHeader read(Path file, Sink sink) throws IOException {
    Path headerFile = NiftiFiles.header(file);
    try (NiftiInput in = NiftiInput.open(headerFile)) {
      NiftiHeader header = NiftiHeaderReader.read(in, headerFile);
      sink.check(header);
      if (!header.detached()) {
        readVoxels(in, header, sink);
        return header;
      }
      try (NiftiInput image = NiftiInput.open(NiftiFiles.image(headerFile))) {
        readVoxels(image, header, sink);
        return header;
      }
    }
  }

  private static void readVoxels(NiftiInput in, NiftiHeader header, Sink sink) throws IOException {
    in.requireBytes(header.dataOffset(), header.dataBytes());
    if (!in.skipTo(header.dataOffset())) {
      throw in.shorter(header.dataOffset(), header.dataBytes(), String.valueOf(in.position()));
    }
    int size = header.datatype().bytes();
    int total = header.values();
    int chunkValues = Math.min(CHUNK_VALUES, total);
    byte[] bytes = new byte[chunkValues * size];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(header.order());
    double[] chunk = new double[chunkValues];
    int reserved = firstReserve(in, header);
    sink.reserve(reserved);
    for (int at = 0; at < total; ) {
      int count = Math.min(chunkValues, total - at);
      if (in.read(bytes, count * size) < count * size) {
        throw in.shorter(header.dataOffset(), header.dataBytes(), String.valueOf(in.position()));
      }
      header.datatype().decode(buffer, chunk, count);
      if (header.slope() != 1 || header.intercept() != 0) {
        for (int i = 0; i < count; i++) {
          chunk[i] = chunk[i] * header.slope() + header.intercept();
        }
      }
      if (at + count > reserved) {
        reserved = (int) Math.min(total, Math.max(2L * reserved, at + count));
        sink.reserve(reserved);
      }
      sink.accept(chunk, count, at);
      at += count;
    }
    // Reaching the end makes the gzip stream compare its checksum.
    in.read(bytes, 1);
  }

  private static int firstReserve(NiftiInput in, NiftiHeader header) {
    if (!in.isCompressed()) {
      return header.values();
    }
    long likely = in.fileBytes() * ASSUMED_RATIO / header.datatype().bytes();
    return (int) Math.min(header.values(), likely);
  }

  private static final class FloatSink implements Sink {
    private float[] data = {};

    @Override
    public void check(NiftiHeader header) {
      // Any image will do.
    }

    @Override
    public void reserve(int values) {
      data = Arrays.copyOf(data, values);
    }

    @Override
    public void accept(double[] values, int count, int at) {
      for (int i = 0; i < count; i++) {
        data[at + i] = (float) values[i];
      }
    }
  }

  private static final class LabelSink implements Sink {
    private final Path file;
    private short[] data = {};
    private GridSize size = new GridSize(1, 1, 1);

    private LabelSink(Path file) {
      this.file = file;
    }

    @Override
    public void check(NiftiHeader header) throws IOException {
      if (header.channels() != 1) {
        throw new IOException(
            "%s: expected a label map with 3 axes, found a fourth of length %d; give one label per voxel"
                .formatted(file, header.channels()));
      }
      size = header.geometry().size();
    }

    @Override
    public void reserve(int values) {
      data = Arrays.copyOf(data, values);
    }

    @Override
    public void accept(double[] values, int count, int at) throws IOException {
      for (int i = 0; i < count; i++) {
        int label = (int) values[i];
        if (label != values[i] || label < 0 || label > Short.MAX_VALUE) {
          throw notLabel(values[i], at + i);
        }
        data[at + i] = (short) label;
      }
    }

    private IOException notLabel(double value, int index) {
      int row = index / size.width();
      return new IOException(
          "%s: expected labels that are whole numbers from 0 to 32767, found %s at voxel (%d, %d, %d); is it an image?"
              .formatted(
                  file, value, index % size.width(), row % size.height(), row / size.height()));
    }
  }
}
