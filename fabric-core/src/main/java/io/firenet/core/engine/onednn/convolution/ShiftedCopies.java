package io.firenet.core.engine.onednn.convolution;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.volume.GridSize;
import java.nio.ByteBuffer;

/**
 * What the taps of a kernel of 3×3×3 and stride 1 read for some voxels in a row.
 *
 * @param from the first voxel
 * @param voxels how many they are
 * @param length how many are written, those that are too many as zeros
 */
record ShiftedCopies(HostTensor x, int dilation, int from, int voxels, int length) {

  /** The bytes that are written for a tap. */
  int bytes() {
    return length * voxelBytes();
  }

  private int voxelBytes() {
    return x.channels() * x.type().bytes();
  }

  /** Writes those of a tap, {@code [length,I]}, behind those of the taps before it. */
  void write(int tap, ByteBuffer target) {
    GridSize size = x.size();
    ByteBuffer source = x.bytes();
    byte[] zeros = new byte[Math.max(size.width(), length - voxels) * voxelBytes()];
    int to = tap * bytes();
    int count;
    for (int at = from; at < from + voxels; at += count) {
      int row = at / size.width();
      int column = at % size.width();
      count = Math.min(from + voxels - at, size.width() - column);
      int d = row / size.height() + (tap / 9 - 1) * dilation;
      int h = row % size.height() + (tap / 3 % 3 - 1) * dilation;
      int w = column + (tap % 3 - 1) * dilation; // that of the first one
      boolean inside = d >= 0 && d < size.depth() && h >= 0 && h < size.height();
      int before = inside ? Math.min(count, Math.max(0, -w)) : count; // outside
      int read = Math.max(0, Math.min(count - before, size.width() - w - before));
      to = put(zeros, before, target, to);
      if (read > 0) {
        int first = (d * size.height() + h) * size.width() + w + before;
        target.put(to, source, first * voxelBytes(), read * voxelBytes());
        to += read * voxelBytes();
      }
      to = put(zeros, count - before - read, target, to);
    }
    put(zeros, length - voxels, target, to);
  }

  private int put(byte[] zeros, int count, ByteBuffer target, int to) {
    target.put(to, zeros, 0, count * voxelBytes());
    return to + count * voxelBytes();
  }
}
