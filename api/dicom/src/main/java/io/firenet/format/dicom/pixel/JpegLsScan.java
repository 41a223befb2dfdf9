package io.firenet.format.dicom.pixel;

import java.io.IOException;
import java.util.Arrays;

/** The decoder of T.87, Annex A: prediction from neighbours, errors coded by context. */
final class JpegLsScan {

  private static final int[] RUN_BITS = {
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15
  };
  private static final int CONTEXTS = 367;
  private static final int RUN_CONTEXT = 365;

  private final JpegLsBits bits;
  private final int width;
  private final int height;
  private final int maximum;
  private final int near;
  private final int[] thresholds;
  private final int reset;
  private final int range;
  private final int bitsPerValue;
  private final int limit;

  // A, B, C, N of the standard; Nn counts negative errors of the two run contexts.
  private final int[] magnitudes = new int[CONTEXTS];
  private final int[] biases = new int[CONTEXTS];
  private final int[] corrections = new int[CONTEXTS];
  private final int[] counts = new int[CONTEXTS];
  private final int[] negatives = new int[2];
  private int runIndex;

  JpegLsScan(
      JpegLsBits bits, int width, int height, int maximum, int near, int[] thresholds, int reset) {
    this.bits = bits;
    this.width = width;
    this.height = height;
    this.maximum = maximum;
    this.near = near;
    this.thresholds = thresholds;
    this.reset = reset;
    range = (maximum + 2 * near) / (2 * near + 1) + 1;
    bitsPerValue = 32 - Integer.numberOfLeadingZeros(range - 1);
    int bitsOfMaximum = Math.max(2, 32 - Integer.numberOfLeadingZeros(maximum));
    limit = 2 * (bitsOfMaximum + Math.max(8, bitsOfMaximum));
    Arrays.fill(magnitudes, Math.max(2, (range + 32) / 64));
    Arrays.fill(counts, 1);
  }

  int[] decode() throws IOException {
    int[] image = new int[width * height];
    int[] above = new int[width + 2]; // a column more on either side
    int[] line = new int[width + 2];
    for (int y = 0; y < height; y++) {
      line[0] = above[1];
      above[width + 1] = above[width];
      decodeLine(line, above);
      System.arraycopy(line, 1, image, y * width, width);
      int[] next = above;
      above = line;
      line = next;
    }
    return image;
  }

  private void decodeLine(int[] line, int[] above) throws IOException {
    for (int x = 1; x <= width; ) {
      int a = line[x - 1];
      int b = above[x];
      int c = above[x - 1];
      int q = 81 * quantized(above[x + 1] - b) + 9 * quantized(b - c) + quantized(c - a);
      if (q == 0) {
        x = decodeRun(line, above, x);
      } else {
        int sign = q < 0 ? -1 : 1;
        line[x++] = regular(q * sign, sign, predicted(a, b, c));
      }
    }
  }

  private int quantized(int d) {
    int size = Math.abs(d);
    int level =
        size <= near
            ? 0
            : size < thresholds[0] ? 1 : size < thresholds[1] ? 2 : size < thresholds[2] ? 3 : 4;
    return d < 0 ? -level : level;
  }

  private static int predicted(int a, int b, int c) {
    if (c >= Math.max(a, b)) {
      return Math.min(a, b);
    }
    return c <= Math.min(a, b) ? Math.max(a, b) : a + b - c;
  }

  private int regular(int q, int sign, int prediction) throws IOException {
    int predicted = clamped(prediction + sign * corrections[q]);
    int k = shift(counts[q], magnitudes[q]);
    int mapped = bits.golomb(k, limit, bitsPerValue);
    int error = (mapped & 1) == 0 ? mapped >> 1 : -((mapped + 1) >> 1);
    if (near == 0 && k == 0 && 2 * biases[q] <= -counts[q]) {
      error = -error - 1; // the other way round for this context
    }
    update(q, error);
    return reconstructed(predicted, sign * error);
  }

  private static int shift(int count, int magnitude) {
    int k = 0;
    while (k < 24 && count << k < magnitude) {
      k++;
    }
    return k;
  }

  private void update(int q, int error) {
    biases[q] += error * (2 * near + 1);
    magnitudes[q] += Math.abs(error);
    if (counts[q] == reset) {
      magnitudes[q] >>= 1;
      biases[q] >>= 1; // rounds down, as the standard's formula for negative ones does
      counts[q] >>= 1;
    }
    counts[q]++;
    if (biases[q] <= -counts[q]) {
      biases[q] = Math.max(biases[q] + counts[q], 1 - counts[q]);
      corrections[q] = Math.max(-128, corrections[q] - 1);
    } else if (biases[q] > 0) {
      biases[q] = Math.min(biases[q] - counts[q], 0);
      corrections[q] = Math.min(127, corrections[q] + 1);
    }
  }

  private int reconstructed(int predicted, int error) {
    int step = 2 * near + 1;
    int value = predicted + error * step;
    if (value < -near) {
      value += range * step;
    } else if (value > maximum + near) {
      value -= range * step;
    }
    return clamped(value);
  }

  private int clamped(int value) {
    return Math.max(0, Math.min(maximum, value));
  }

  /** Decodes a run of equal pixels and the one that ends it; returns the next column. */
  private int decodeRun(int[] line, int[] above, int start) throws IOException {
    int x = start;
    int value = line[x - 1];
    while (bits.bit() == 1) {
      int count = Math.min(1 << RUN_BITS[runIndex], width + 1 - x);
      Arrays.fill(line, x, x + count, value);
      x += count;
      if (count == 1 << RUN_BITS[runIndex] && runIndex < 31) {
        runIndex++;
      }
      if (x > width) {
        return x;
      }
    }
    int count = bits.bits(RUN_BITS[runIndex]);
    if (count > width - x) {
      throw new IOException("its JPEG-LS data are damaged");
    }
    Arrays.fill(line, x, x + count, value);
    x += count;
    line[x] = interruption(value, above[x]);
    runIndex = Math.max(0, runIndex - 1);
    return x + 1;
  }

  private int interruption(int a, int b) throws IOException {
    int type = Math.abs(a - b) <= near ? 1 : 0;
    int q = RUN_CONTEXT + type;
    int k = shift(counts[q], magnitudes[q] + (type == 1 ? counts[q] >> 1 : 0));
    int mapped = bits.golomb(k, limit - RUN_BITS[runIndex] - 1, bitsPerValue);
    int both = mapped + type;
    int map = both & 1;
    int size = (both + map) >> 1;
    boolean negative = (k != 0 || 2 * negatives[type] >= counts[q]) == (map == 1);
    int error = negative ? -size : size;
    negatives[type] += error < 0 ? 1 : 0;
    magnitudes[q] += (mapped + 1 - type) >> 1;
    if (counts[q] == reset) {
      magnitudes[q] >>= 1;
      counts[q] >>= 1;
      negatives[type] >>= 1;
    }
    counts[q]++;
    int sign = type == 0 && a > b ? -1 : 1;
    return reconstructed(type == 1 ? a : b, sign * error);
  }
}
