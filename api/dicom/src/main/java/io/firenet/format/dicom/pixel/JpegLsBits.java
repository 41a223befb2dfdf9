package io.firenet.format.dicom.pixel;

import java.io.IOException;

/** The bits of a JPEG-LS scan: behind a byte of ones, the next byte's first bit is no data. */
final class JpegLsBits {

  private final byte[] data;
  private int at;
  private int current;
  private int left;

  JpegLsBits(byte[] data, int start) {
    this.data = data;
    at = start;
  }

  int bit() throws IOException {
    if (left == 0) {
      boolean stuffed = current == 0xff;
      if (at >= data.length || (stuffed && (data[at] & 0x80) != 0)) {
        throw new IOException("its JPEG-LS data end early");
      }
      current = data[at++] & 0xff;
      left = stuffed ? 7 : 8;
    }
    return (current >> --left) & 1;
  }

  int bits(int count) throws IOException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 1) | bit();
    }
    return value;
  }

  /** A limited Golomb code (A.5.3). */
  int golomb(int k, int limit, int bitsPerValue) throws IOException {
    int zeros = 0;
    while (bit() == 0) {
      if (++zeros > limit) {
        throw new IOException("its JPEG-LS data are damaged");
      }
    }
    return zeros < limit - bitsPerValue - 1 ? (zeros << k) + bits(k) : bits(bitsPerValue) + 1;
  }
}
