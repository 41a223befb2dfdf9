package io.firenet.format.dicom.pixel;

import java.io.IOException;
import java.util.Locale;

/** A JPEG-LS image of one component (ITU-T T.87), lossless or near-lossless. */
final class JpegLs {

  private static final int SOI = 0xffd8;
  private static final int SOF = 0xfff7;
  private static final int LSE = 0xfff8;
  private static final int SOS = 0xffda;

  private final byte[] data;
  private int at;
  private int precision;
  private int width;
  private int height;
  private final int[] thresholds = new int[3];
  private int maximum;
  private int reset;

  private JpegLs(byte[] data) {
    this.data = data;
  }

  /** Decodes an image that must have this size. */
  static int[] decode(byte[] data, int width, int height) throws IOException {
    return new JpegLs(data).decode(width, height);
  }

  private int[] decode(int expectedWidth, int expectedHeight) throws IOException {
    if (word() != SOI) {
      throw new IOException("expected a JPEG-LS image, found none");
    }
    while (true) {
      int marker = word();
      int length = word();
      int end = at + length - 2;
      if (marker < 0xff01 || length < 2 || end > data.length) {
        throw new IOException("its JPEG-LS header is damaged");
      }
      if (marker == SOF) {
        precision = octet();
        height = word();
        width = word();
        if (octet() != 1 || precision < 2 || precision > 16) {
          throw new IOException("expected a JPEG-LS image of one component of 2 to 16 bits");
        }
        if (width != expectedWidth || height != expectedHeight) {
          throw new IOException(
              "its JPEG-LS image has %s×%s pixels, its header says %s×%s"
                  .formatted(height, width, expectedHeight, expectedWidth));
        }
      } else if (marker == LSE) {
        parameters();
      } else if (marker == SOS) {
        return scan(end);
      } else if (marker == 0xffdd || (marker >= 0xffc0 && marker <= 0xffcf)) {
        throw new IOException(
            String.format(Locale.ROOT, "it has a JPEG-LS marker %x that is not read", marker));
      }
      at = end;
    }
  }

  private void parameters() throws IOException {
    if (octet() != 1) {
      throw new IOException("its JPEG-LS image has a palette, which is not read");
    }
    maximum = word();
    for (int i = 0; i < 3; i++) {
      thresholds[i] = word();
    }
    reset = word();
  }

  private int[] scan(int end) throws IOException {
    if (width == 0) {
      throw new IOException("its JPEG-LS image has no frame header");
    }
    if (octet() != 1) {
      throw new IOException("expected a JPEG-LS scan of one component");
    }
    at += 2;
    int near = octet();
    int limit = (1 << precision) - 1;
    maximum = maximum == 0 ? limit : maximum;
    reset = reset == 0 ? 64 : reset;
    if (maximum > limit || near > Math.min(255, maximum / 2) || reset < 3) {
      throw new IOException("its JPEG-LS parameters cannot be");
    }
    int[] usual = usualThresholds(near);
    for (int i = 0; i < 3; i++) {
      int least = i == 0 ? near + 1 : thresholds[i - 1];
      thresholds[i] = thresholds[i] == 0 ? usual[i] : thresholds[i];
      if (thresholds[i] < least || thresholds[i] > maximum) {
        throw new IOException("its JPEG-LS thresholds cannot be");
      }
    }
    JpegLsBits bits = new JpegLsBits(data, end);
    return new JpegLsScan(bits, width, height, maximum, near, thresholds, reset).decode();
  }

  private int[] usualThresholds(int near) {
    int[] basic = {3, 7, 21};
    int[] usual = new int[3];
    for (int i = 0; i < 3; i++) {
      int value;
      int slack = (3 + 2 * i) * near;
      if (maximum >= 128) {
        int factor = (Math.min(maximum, 4095) + 128) / 256;
        value = factor * (basic[i] - (i + 2)) + i + 2 + slack;
      } else {
        int factor = 256 / (maximum + 1);
        value = Math.max(i + 2, basic[i] / factor + slack);
      }
      int least = i == 0 ? near + 1 : usual[i - 1];
      usual[i] = value > maximum || value < least ? least : value;
    }
    return usual;
  }

  private int octet() throws IOException {
    if (at >= data.length) {
      throw new IOException("its JPEG-LS header is cut off");
    }
    return data[at++] & 0xff;
  }

  private int word() throws IOException {
    return (octet() << 8) | octet();
  }
}
