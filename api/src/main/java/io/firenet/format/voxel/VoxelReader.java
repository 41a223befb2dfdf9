package io.firenet.format.voxel;

import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the voxels that a header describes, a chunk at a time, straight into their array. */
public final class VoxelReader {

  private static final int CHUNK_VALUES = 1 << 14;

  /**
   * Memory for a compressed image is asked for as if it had shrunk to an eighth and grows as its
   * voxels arrive, so that a small file with a large claim costs little.
   */
  private static final int ASSUMED_RATIO = 8;

  /** Takes decoded values in the file's order. */
  private interface Sink {
    /** Makes room for the given number of values in total. */
    void reserve(int values);

    /** Stores {@code count} values from index {@code at} on. */
    void accept(double[] values, int count, int at) throws IOException;
  }

  private VoxelReader() {}

  /**
   * {@return all values as float32, in the file's order}
   *
   * @param in stands at the first voxel
   * @param header type, byte order, scale and number of the values
   * @throws IOException if the file ends before, or cannot be read
   */
  public static float[] floats(ImageInput in, ImageHeader header) throws IOException {
    FloatSink sink = new FloatSink();
    read(in, header, sink);
    return sink.data;
  }

  /**
   * From {@code [D,H,W,C]}, a voxel's channels beside each other, to {@code [C,D,H,W]}.
   *
   * @param together as many values as voxels times channels
   * @param channels C, at least 1
   * @return a new array
   */
  public static float[] apart(float[] together, int channels) {
    float[] apart = new float[together.length];
    int voxels = together.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      for (int voxel = 0, from = channel; voxel < voxels; voxel++, from += channels) {
        apart[channel * voxels + voxel] = together[from];
      }
    }
    return apart;
  }

  /**
   * {@return all values as labels}
   *
   * @param in stands at the first voxel
   * @param header type, byte order, scale and number of the values
   * @param file named in errors
   * @throws IOException if there is more than one value per voxel, or one that is no label
   */
  public static LabelMap labels(ImageInput in, ImageHeader header, Path file) throws IOException {
    if (header.channels() != 1) {
      throw new IOException(
          "%s: expected one label per voxel, found %s channels; give a label map"
              .formatted(file, header.channels()));
    }
    LabelSink sink = new LabelSink(file, header.geometry().size());
    read(in, header, sink);
    return new LabelMap(header.geometry(), sink.data);
  }

  private static void read(ImageInput in, ImageHeader header, Sink sink) throws IOException {
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

  private static int firstReserve(ImageInput in, ImageHeader header) {
    if (!in.isCompressed()) {
      return header.values();
    }
    long likely = in.fileBytes() * ASSUMED_RATIO / header.datatype().bytes();
    return (int) Math.min(header.values(), likely);
  }

  private static final class FloatSink implements Sink {
    private float[] data = {};

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
    private final GridSize size;
    private short[] data = {};

    private LabelSink(Path file, GridSize size) {
      this.file = file;
      this.size = size;
    }

    @Override
    public void reserve(int values) {
      data = Arrays.copyOf(data, values);
    }

    @Override
    public void accept(double[] values, int count, int at) throws IOException {
      for (int i = 0; i < count; i++) {
        // Scaled values miss whole numbers by what float32 holds; those of images do not.
        float value = (float) values[i];
        int label = (int) value;
        if (label != value || label < 0 || label > Short.MAX_VALUE) {
          throw notLabel(values[i], at + i);
        }
        data[at + i] = (short) label;
      }
    }

    private IOException notLabel(double value, int index) {
      int row = index / size.width();
      return new IOException(
          "%s: expected labels that are whole numbers from 0 to 32767, found %s at voxel (%s, %s, %s); is it an image?"
              .formatted(
                  file, value, index % size.width(), row % size.height(), row / size.height()));
    }
  }
}
