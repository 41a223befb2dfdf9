package io.firenet.format.dicom.pixel;

import java.io.IOException;
import java.util.Arrays;

/** The header of a JPEG 2000 image, looked at before a library reserves memory for it. */
final class Jpeg2000Frame {

  private static final int MAX_TILES = 4096;

  private Jpeg2000Frame() {}

  /** The codestream of an image that has one component and this size. */
  static byte[] codestream(byte[] data, int columns, int rows) throws IOException {
    int start = start(data);
    byte[] stream = start == 0 ? data : Arrays.copyOfRange(data, start, data.length);
    if (stream.length < 45 || JpegFrame.word(stream, 2) != 0xff51) {
      throw new IOException("its JPEG 2000 header is damaged");
    }
    long width = number(stream, 8) - number(stream, 16);
    long height = number(stream, 12) - number(stream, 20);
    long tileWidth = number(stream, 24);
    long tileHeight = number(stream, 28);
    int components = JpegFrame.word(stream, 40);
    if (width != columns || height != rows || components != 1) {
      throw new IOException(
          "its JPEG 2000 image has %s×%s pixels of %s components, its header says %s×%s of 1"
              .formatted(height, width, components, rows, columns));
    }
    if (tileWidth < 1
        || tileHeight < 1
        || (width / tileWidth + 1) * (height / tileHeight + 1) > MAX_TILES) {
      throw new IOException("its JPEG 2000 image has too many tiles");
    }
    return stream;
  }

  /** Where the codestream starts: at the start, or behind the boxes of a JP2 file. */
  private static int start(byte[] data) throws IOException {
    for (int at = 0; at + 4 < data.length; at++) {
      if (data[at] == (byte) 0xff
          && data[at + 1] == 0x4f
          && data[at + 2] == (byte) 0xff
          && data[at + 3] == 0x51) {
        return at;
      }
    }
    throw new IOException("expected a JPEG 2000 image, found none");
  }

  private static long number(byte[] data, int at) {
    return ((long) JpegFrame.word(data, at) << 16) | JpegFrame.word(data, at + 2);
  }
}
