package io.firenet.core.cache;

import io.firenet.file.AtomicFile;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A preprocessed case as a file, little endian: magic number, version, channels, D, H, W, whether
 * there are labels (int32 each but the first, int64), the rows of the image's and the labels'
 * voxel-to-world maps (12 float64 each), the image (float32), the labels (int16), and the CRC-32C
 * of all before it (int64).
 */
final class CaseFile {

  private static final long MAGIC = 0x464952454E455443L;
  private static final int HEADER = 2 * Long.BYTES + 5 * Integer.BYTES + 24 * Double.BYTES;
  private static final int CHUNK = 1 << 20;

  private CaseFile() {}

  /**
   * What a file holds of a case.
   *
   * @param labels empty if the image is answered as a whole
   */
  record Voxels(Volume image, Optional<LabelMap> labels) {}

  static void write(Path file, int version, PreparedCase one) throws IOException {
    AtomicFile.writeUnsynced(
        file,
        out -> {
          CRC32C sum = new CRC32C();
          emit(header(version, one), out, sum);
          ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
          float[] image = one.image().data();
          for (int at = 0; at < image.length; at += CHUNK / Float.BYTES) {
            int n = Math.min(CHUNK / Float.BYTES, image.length - at);
            chunk.clear().asFloatBuffer().put(image, at, n);
            emit(chunk.limit(n * Float.BYTES), out, sum);
          }
          short[] labels = one.labels().map(LabelMap::data).orElse(new short[0]);
          for (int at = 0; at < labels.length; at += CHUNK / Short.BYTES) {
            int n = Math.min(CHUNK / Short.BYTES, labels.length - at);
            chunk.clear().asShortBuffer().put(labels, at, n);
            emit(chunk.limit(n * Short.BYTES), out, sum);
          }
          out.write(chunk.clear().putLong(0, sum.getValue()).array(), 0, Long.BYTES);
        });
  }

  private static void emit(ByteBuffer bytes, OutputStream out, CRC32C sum) throws IOException {
    out.write(bytes.array(), 0, bytes.limit());
    sum.update(bytes.array(), 0, bytes.limit());
  }

  private static ByteBuffer header(int version, PreparedCase one) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    GridSize size = one.image().size();
    header.putLong(MAGIC).putLong(version).putInt(one.image().channels());
    header.putInt(size.depth()).putInt(size.height()).putInt(size.width());
    header.putInt(one.labels().isPresent() ? 1 : 0);
    put(header, one.image().geometry().voxelToWorld());
    put(header, one.labels().map(LabelMap::geometry).orElse(one.image().geometry()).voxelToWorld());
    return header;
  }

  private static void put(ByteBuffer header, Affine map) {
    for (int i = 0; i < 12; i++) {
      header.putDouble(map.get(i / 4, i % 4));
    }
  }

  /**
   * Reads a case.
   *
   * @return nothing if the file is damaged or of another version
   * @throws IOException if it cannot be read, such as one that is not there
   */
  static Optional<Voxels> read(Path file, int version) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      CRC32C sum = new CRC32C();
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
      if (channel.size() < HEADER + Long.BYTES || !fill(channel, chunk, HEADER, sum)) {
        return Optional.empty();
      }
      if (chunk.getLong() != MAGIC || chunk.getLong() != version) {
        return Optional.empty();
      }
      int channels = chunk.getInt();
      GridSize size = new GridSize(chunk.getInt(), chunk.getInt(), chunk.getInt());
      boolean labelled = chunk.getInt() == 1;
      ImageGeometry imageGrid = new ImageGeometry(size, affine(chunk));
      ImageGeometry labelGrid = new ImageGeometry(size, affine(chunk));
      long voxelBytes = channels * (long) Float.BYTES + (labelled ? Short.BYTES : 0);
      if (channel.size() != HEADER + voxelBytes * size.voxels() + Long.BYTES) {
        return Optional.empty();
      }
      float[] image = new float[Math.toIntExact(channels * size.voxels())];
      for (int at = 0; at < image.length; at += CHUNK / Float.BYTES) {
        int n = Math.min(CHUNK / Float.BYTES, image.length - at);
        if (!fill(channel, chunk, n * Float.BYTES, sum)) {
          return Optional.empty();
        }
        chunk.asFloatBuffer().get(image, at, n);
      }
      short[] labels = new short[labelled ? (int) size.voxels() : 0];
      for (int at = 0; at < labels.length; at += CHUNK / Short.BYTES) {
        int n = Math.min(CHUNK / Short.BYTES, labels.length - at);
        if (!fill(channel, chunk, n * Short.BYTES, sum)) {
          return Optional.empty();
        }
        chunk.asShortBuffer().get(labels, at, n);
      }
      long expected = sum.getValue();
      if (!fill(channel, chunk, Long.BYTES, sum) || chunk.getLong() != expected) {
        return Optional.empty();
      }
      return Optional.of(
          new Voxels(
              new Volume(imageGrid, channels, image),
              labelled ? Optional.of(new LabelMap(labelGrid, labels)) : Optional.empty()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty(); // a damaged header gives impossible sizes
    }
  }

  private static Affine affine(ByteBuffer header) {
    double[] rows = new double[12];
    for (int i = 0; i < 12; i++) {
      rows[i] = header.getDouble();
    }
    return Affine.of(rows);
  }

  /** Reads so many bytes into the buffer's beginning; false at the file's end. */
  private static boolean fill(FileChannel channel, ByteBuffer chunk, int bytes, CRC32C sum)
      throws IOException {
    chunk.clear().limit(bytes);
    while (chunk.hasRemaining()) {
      if (channel.read(chunk) < 0) {
        return false;
      }
    }
    sum.update(chunk.flip());
    chunk.rewind();
    return true;
  }
}
