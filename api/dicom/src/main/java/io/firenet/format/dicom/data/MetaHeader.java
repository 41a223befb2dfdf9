package io.firenet.format.dicom.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * What stands before a data set: group 2, always explicit little endian.
 *
 * @param syntax UID of the data set's transfer syntax, absent if the header does not name one
 * @param end where the data set starts
 */
record MetaHeader(Optional<String> syntax, long end) {

  private static final Set<String> LONG_LENGTH = Set.of("OB", "OW", "UN", "SQ", "UT");
  private static final int MAX_BYTES = 1 << 20;

  static MetaHeader read(ByteSource source, InputStream in, long start) throws IOException {
    long position = start;
    Optional<String> syntax = Optional.empty();
    while (true) {
      byte[] head = in.readNBytes(8);
      ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      if (head.length < 8 || bytes.getShort(0) != 2) {
        return new MetaHeader(syntax, position);
      }
      position += 8;
      long length = bytes.getShort(6) & 0xffff;
      String vr = new String(head, 4, 2, StandardCharsets.US_ASCII);
      if (LONG_LENGTH.contains(vr)) {
        byte[] four = in.readNBytes(4);
        position += 4;
        length =
            four.length < 4
                ? Long.MAX_VALUE
                : ByteBuffer.wrap(four).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL;
      }
      if (length > source.size() - position || length > MAX_BYTES) {
        throw new IOException(
            source.name() + ": damaged DICOM file, its meta header is cut off; copy it again");
      }
      byte[] value = in.readNBytes((int) length);
      position += length;
      if (bytes.getShort(2) == 0x0010) {
        String uid = new String(value, StandardCharsets.US_ASCII).replaceAll("[^0-9.]", "");
        syntax = uid.isEmpty() ? Optional.empty() : Optional.of(uid);
      }
    }
  }
}
