package io.firenet.format.dicom.pixel;

import io.firenet.format.dicom.data.DicomFile;
import io.firenet.format.dicom.data.Element;
import io.firenet.format.dicom.data.Tag;
import io.firenet.format.dicom.data.TransferSyntax;
import io.firenet.format.dicom.data.TransferSyntax.Pixels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** Reads the stored values of a file's frames. */
public final class FrameReader {

  /** What compression can be believed to have shrunk, beyond what {@link #FREE_BYTES} allow. */
  private static final long MAX_RATIO = 1000;

  private static final long FREE_BYTES = 4 << 20;

  private final DicomFile file;
  private final PixelLayout layout;
  private final FragmentMap fragments;
  private byte[] decompressed = {};

  /**
   * A reader of a file's pixels.
   *
   * @throws IOException if it has none, or fewer than its header says
   */
  public FrameReader(DicomFile file, PixelLayout layout) throws IOException {
    this.file = file;
    this.layout = layout;
    Element pixels = file.data().get(Tag.PixelData);
    if (file.syntax() == TransferSyntax.OTHER) {
      String uid = file.syntaxUid();
      throw new IOException(
          "%s: its transfer syntax %s is not read; convert it, for example with dcmdjpeg or gdcmconv --raw"
              .formatted(file.source().name(), uid.substring(0, Math.min(64, uid.length()))));
    }
    boolean compressed = file.syntax().pixels() != Pixels.NATIVE;
    if (pixels instanceof Element.Fragments found && compressed) {
      fragments = FragmentMap.of(file, found, layout.frames());
      for (int frame = 0; frame < layout.frames(); frame++) {
        requireBelievable(fragments.bytes(frame));
      }
    } else if (pixels instanceof Element.Deferred found && !compressed) {
      fragments = FragmentMap.NONE;
      long needed = Math.multiplyExact(layout.frameBits(), (long) layout.frames());
      if (found.length() < (needed + 7) / 8) {
        throw failed(
            "expected %s bytes of pixels, found %s".formatted((needed + 7) / 8, found.length()));
      }
    } else {
      throw failed("its pixels are not stored as its transfer syntax says, or missing");
    }
  }

  private void requireBelievable(long bytes) throws IOException {
    if (layout.frameBits() / 8 > Math.max(FREE_BYTES, bytes * MAX_RATIO)
        || layout.framePixels() > Integer.MAX_VALUE - 8) {
      throw failed(
          "its header asks for %s pixels, its frame has %s compressed bytes"
              .formatted(layout.framePixels(), bytes));
    }
  }

  private IOException failed(String what) {
    return new IOException("%s: %s; copy or export it again".formatted(file.source().name(), what));
  }

  /**
   * The values of a frame.
   *
   * @return {@code [rows,columns]}, signed if the layout is
   * @throws IOException if they are damaged
   */
  public int[] read(int frame) throws IOException {
    try {
      int[] values = raw(frame);
      for (int i = 0; i < values.length; i++) {
        values[i] = layout.value(values[i]);
      }
      return values;
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw message.startsWith(file.source().name())
          ? e
          : new IOException(
              "%s: %s; copy or export it again".formatted(file.source().name(), message), e);
    }
  }

  private int[] raw(int frame) throws IOException {
    int columns = layout.columns();
    int rows = layout.rows();
    return switch (file.syntax().pixels()) {
      case NATIVE -> uncompressed(frame);
      case RLE ->
          RunLength.decode(
              fragments.read(frame),
              Math.toIntExact(layout.framePixels()),
              layout.bitsAllocated() / 8);
      case JPEG_LS -> aligned(JpegLs.decode(fragments.read(frame), columns, rows));
      case JPEG_LOSSLESS ->
          aligned(LibraryCodec.jpegLossless(fragments.read(frame), columns, rows));
      case OTHER -> throw new IllegalStateException("refused by the constructor");
      case JPEG_2000 -> aligned(LibraryCodec.jpeg2000(fragments.read(frame), columns, rows));
    };
  }

  /** Codecs give the stored bits themselves; the layout expects them below its high bit. */
  private int[] aligned(int[] values) {
    int shift = layout.highBit() - layout.bitsStored() + 1;
    if (shift > 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] <<= shift;
      }
    }
    return values;
  }

  private int[] uncompressed(int frame) throws IOException {
    Element.Deferred pixels = (Element.Deferred) file.data().get(Tag.PixelData);
    long bits = layout.frameBits() * frame;
    int pixelCount = Math.toIntExact(layout.framePixels());
    int bytes = Math.toIntExact((layout.frameBits() + bits % 8 + 7) / 8);
    byte[] data;
    if (file.syntax() == TransferSyntax.DEFLATED && layout.frames() > 1) {
      data = fromMemory(pixels, bits / 8, bytes);
    } else {
      try (InputStream in = file.openAt(pixels.offset() + bits / 8)) {
        data = in.readNBytes(bytes);
      }
    }
    if (data.length < bytes) {
      throw new IOException("expected %s bytes of pixels, found %s".formatted(bytes, data.length));
    }
    boolean big = file.syntax().order() == ByteOrder.BIG_ENDIAN;
    return unpack(data, pixelCount, (int) (bits % 8), big);
  }

  /** A deflated file can be read from its start only; doing that for each frame would not end. */
  private byte[] fromMemory(Element.Deferred pixels, long offset, int bytes) throws IOException {
    if (decompressed.length == 0) {
      try (InputStream in = file.openAt(pixels.offset())) {
        long all = (layout.frameBits() * layout.frames() + 7) / 8;
        decompressed = in.readNBytes(Math.toIntExact(Math.min(all, Integer.MAX_VALUE - 8)));
      }
    }
    if (offset + bytes > decompressed.length) {
      return new byte[0];
    }
    int from = Math.toIntExact(offset);
    return java.util.Arrays.copyOfRange(decompressed, from, from + bytes);
  }

  private int[] unpack(byte[] data, int pixels, int firstBit, boolean big) {
    int[] values = new int[pixels];
    int size = layout.bitsAllocated() / 8;
    for (int i = 0; i < pixels; i++) {
      if (size == 0) {
        int bit = firstBit + i;
        values[i] = (data[bit >> 3] >> (bit & 7)) & 1;
        continue;
      }
      int value = 0;
      for (int b = 0; b < size; b++) {
        int at = i * size + (big ? b : size - 1 - b);
        value = (value << 8) | (data[at] & 0xff);
      }
      values[i] = value;
    }
    return values;
  }
}
