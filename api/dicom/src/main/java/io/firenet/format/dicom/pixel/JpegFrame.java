package io.firenet.format.dicom.pixel;

import java.io.IOException;

/** The header of a lossless JPEG image, looked at before a library reserves memory for it. */
final class JpegFrame {

  private JpegFrame() {}

  /** Checks that an image is lossless, has one component and this size. */
  static void check(byte[] data, int columns, int rows) throws IOException {
    int at = 2;
    while (at + 9 < data.length) {
      int marker = word(data, at);
      int length = word(data, at + 2);
      if (marker == 0xffc3) {
        if (word(data, at + 5) != rows || word(data, at + 7) != columns || data[at + 9] != 1) {
          throw new IOException(
              "its JPEG image has %s×%s pixels of %s components, its header says %s×%s of 1"
                  .formatted(
                      word(data, at + 5), word(data, at + 7), data[at + 9] & 0xff, rows, columns));
        }
        return;
      }
      if (marker < 0xffc0 || marker == 0xffda || length < 2) {
        break;
      }
      at += 2 + length;
    }
    throw new IOException("expected a lossless JPEG image, found none");
  }

  static int word(byte[] data, int at) {
    return ((data[at] & 0xff) << 8) | (data[at + 1] & 0xff);
  }
}
