package io.firenet.format.dicom.output;

import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * A frame of a segmentation.
 *
 * @param segment the label that it shows, 0 for all of them
 * @param depth index of its slice
 */
record SegmentFrame(int segment, int depth) {

  /**
   * The frames that are not empty, by segment and depth; and for the first segment those of the
   * first and the last slice in any case, so that the grid can be told from the file alone.
   */
  static List<SegmentFrame> binary(LabelMap labels) {
    GridSize size = labels.size();
    TreeMap<Integer, BitSet> depths = new TreeMap<>();
    depths.computeIfAbsent(1, unseen -> new BitSet()).set(0);
    depths.get(1).set(size.depth() - 1);
    int at = 0;
    for (int z = 0; z < size.depth(); z++) {
      int before = 0;
      for (int i = size.height() * size.width(); i > 0; i--) {
        int label = labels.data()[at++];
        if (label != before && label != 0) {
          depths.computeIfAbsent(label, unseen -> new BitSet()).set(z);
        }
        before = label;
      }
    }
    List<SegmentFrame> frames = new ArrayList<>();
    depths.forEach(
        (segment, slices) ->
            slices.stream().forEach(z -> frames.add(new SegmentFrame(segment, z))));
    return frames;
  }

  /** A frame for each slice, with all labels. */
  static List<SegmentFrame> all(LabelMap labels) {
    List<SegmentFrame> frames = new ArrayList<>();
    for (int z = 0; z < labels.size().depth(); z++) {
      frames.add(new SegmentFrame(0, z));
    }
    return frames;
  }

  /** Bytes of all frames, which follow each other bit by bit, padded to an even number. */
  static long bytes(GridSize size, int frames, int bits) {
    long pixels = (long) size.height() * size.width() * frames;
    long bytes = (pixels * bits + 7) / 8;
    return bytes + bytes % 2;
  }

  static void write(OutputStream out, LabelMap labels, List<SegmentFrame> frames, int bits)
      throws IOException {
    int pixels = labels.size().height() * labels.size().width();
    byte[] buffer = new byte[(pixels * bits + 7) / 8 + 1];
    long written = 0;
    int current = 0;
    int used = 0;
    for (SegmentFrame frame : frames) {
      int from = frame.depth * pixels;
      int length = 0;
      for (int i = 0; i < pixels; i++) {
        int label = labels.data()[from + i];
        if (bits == 1) {
          current |= (label == frame.segment ? 1 : 0) << used++;
          if (used == 8) {
            buffer[length++] = (byte) current;
            current = 0;
            used = 0;
          }
        } else {
          buffer[length++] = (byte) label;
          if (bits == 16) {
            buffer[length++] = (byte) (label >> 8);
          }
        }
      }
      out.write(buffer, 0, length);
      written += length;
    }
    if (used > 0) {
      out.write(current);
      written++;
    }
    if (written % 2 != 0) {
      out.write(0);
    }
  }
}
