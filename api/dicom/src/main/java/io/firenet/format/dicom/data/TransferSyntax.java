package io.firenet.format.dicom.data;

import java.nio.ByteOrder;

/** How a data set and its pixels are put into bytes. */
public enum TransferSyntax {
  IMPLICIT_LITTLE("1.2.840.10008.1.2", false, ByteOrder.LITTLE_ENDIAN, Pixels.NATIVE),
  EXPLICIT_LITTLE("1.2.840.10008.1.2.1", true, ByteOrder.LITTLE_ENDIAN, Pixels.NATIVE),
  DEFLATED("1.2.840.10008.1.2.1.99", true, ByteOrder.LITTLE_ENDIAN, Pixels.NATIVE),
  EXPLICIT_BIG("1.2.840.10008.1.2.2", true, ByteOrder.BIG_ENDIAN, Pixels.NATIVE),
  JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", true, ByteOrder.LITTLE_ENDIAN, Pixels.JPEG_LOSSLESS),
  JPEG_LOSSLESS_1("1.2.840.10008.1.2.4.70", true, ByteOrder.LITTLE_ENDIAN, Pixels.JPEG_LOSSLESS),
  JPEG_LS("1.2.840.10008.1.2.4.80", true, ByteOrder.LITTLE_ENDIAN, Pixels.JPEG_LS),
  JPEG_LS_NEAR("1.2.840.10008.1.2.4.81", true, ByteOrder.LITTLE_ENDIAN, Pixels.JPEG_LS),
  JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", true, ByteOrder.LITTLE_ENDIAN, Pixels.JPEG_2000),
  JPEG_2000("1.2.840.10008.1.2.4.91", true, ByteOrder.LITTLE_ENDIAN, Pixels.JPEG_2000),
  RLE("1.2.840.10008.1.2.5", true, ByteOrder.LITTLE_ENDIAN, Pixels.RLE),
  /** Any other: by the standard its attributes are explicit little endian. */
  OTHER("", true, ByteOrder.LITTLE_ENDIAN, Pixels.OTHER);

  /** How frames are compressed. */
  public enum Pixels {
    NATIVE,
    RLE,
    JPEG_LOSSLESS,
    JPEG_LS,
    JPEG_2000,
    OTHER
  }

  private final String uid;
  private final boolean explicit;
  private final ByteOrder order;
  private final Pixels pixels;

  TransferSyntax(String uid, boolean explicit, ByteOrder order, Pixels pixels) {
    this.uid = uid;
    this.explicit = explicit;
    this.order = order;
    this.pixels = pixels;
  }

  /** The syntax of that UID. */
  public static TransferSyntax of(String uid) {
    for (TransferSyntax each : values()) {
      if (each.uid.equals(uid)) {
        return each;
      }
    }
    return OTHER;
  }

  public String uid() {
    return uid;
  }

  boolean explicit() {
    return explicit;
  }

  /** Of lengths, numbers and uncompressed pixels. */
  public ByteOrder order() {
    return order;
  }

  public Pixels pixels() {
    return pixels;
  }
}
