package io.firenet.format.dicom.pixel;

import io.firenet.format.dicom.data.DataSet;
import io.firenet.format.dicom.data.Tag;
import java.io.IOException;

/**
 * How a file's pixels are stored; one sample each.
 *
 * @param rows of a frame
 * @param columns of a frame
 * @param frames how many there are
 * @param bitsAllocated 1, 8, 16 or 32
 * @param bitsStored of those, the ones that count
 * @param highBit the highest of them
 * @param signed whether they are a two's complement
 */
public record PixelLayout(
    int rows,
    int columns,
    int frames,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed) {

  /** More frames than any scanner writes into one file. */
  private static final int MAX_FRAMES = 1 << 20;

  /**
   * Reads what a data set says of its pixels.
   *
   * @throws IOException if it does not say it, or says what cannot be
   */
  public static PixelLayout of(DataSet data, String file) throws IOException {
    int rows = required(data, Tag.Rows, "Rows", file);
    int columns = required(data, Tag.Columns, "Columns", file);
    int allocated = required(data, Tag.BitsAllocated, "BitsAllocated", file);
    int stored = data.whole(Tag.BitsStored).orElse(allocated);
    int high = data.whole(Tag.HighBit).orElse(stored - 1);
    int samples = data.whole(Tag.SamplesPerPixel).orElse(1);
    int frames = data.has(Tag.NumberOfFrames) ? data.whole(Tag.NumberOfFrames).orElse(0) : 1;
    boolean fits =
        (allocated == 1 || allocated == 8 || allocated == 16 || allocated == 32)
            && stored >= 1
            && stored <= allocated
            && high < allocated
            && high >= stored - 1;
    if (rows < 1 || columns < 1 || frames < 1 || frames > MAX_FRAMES || !fits) {
      throw new IOException(
          "%s: expected pixels of 1, 8, 16 or 32 bits in rows, columns and frames, found %s×%s×%s of %s bits allocated, %s stored, high bit %s"
              .formatted(file, rows, columns, frames, allocated, stored, high));
    }
    if (samples != 1) {
      throw new IOException(
          "%s: expected one value per pixel, found %s; colour images are not read"
              .formatted(file, samples));
    }
    boolean signed = data.whole(Tag.PixelRepresentation).orElse(0) == 1;
    return new PixelLayout(rows, columns, frames, allocated, stored, high, signed);
  }

  private static int required(DataSet data, int tag, String name, String file) throws IOException {
    return data.whole(tag)
        .orElseThrow(
            () ->
                new IOException(
                    "%s: expected an image, its %s %s is missing"
                        .formatted(file, name, Tag.text(tag))));
  }

  /** Pixels of a frame; at most 2³². */
  public long framePixels() {
    return (long) rows * columns;
  }

  /** Bits of a frame. */
  public long frameBits() {
    return framePixels() * bitsAllocated;
  }

  /** The value of a raw sample: its stored bits, signed if they are. */
  public int value(int raw) {
    int shifted = raw >>> (highBit - bitsStored + 1);
    int unused = 32 - bitsStored;
    return signed ? shifted << unused >> unused : shifted << unused >>> unused;
  }
}
