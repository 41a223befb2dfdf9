package io.firenet.format.dicom.output;

import io.firenet.format.CodedConcept;
import io.firenet.format.dicom.data.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** A data set that is being written, little endian; texts are UTF-8. */
final class Attributes {

  private record Value(String vr, byte[] bytes) {}

  private final TreeMap<Integer, Object> values = new TreeMap<>(Integer::compareUnsigned);

  /** A text of one or more values; an empty one is written as empty. */
  Attributes text(int tag, String vr, String... texts) {
    String joined = String.join("\\", texts);
    byte[] bytes = joined.getBytes(StandardCharsets.UTF_8);
    byte pad = (byte) (vr.equals("UI") ? 0 : ' ');
    return bytes(tag, vr, padded(bytes, pad));
  }

  /** A text of a user or a model: no longer than its representation allows, no separators in it. */
  Attributes words(int tag, String vr, String words) {
    String plain = words.replaceAll("\\p{Cntrl}", " ").replace('\\', '/').strip();
    int length = Math.min(plain.length(), vr.equals("SH") || vr.equals("CS") ? 16 : 64);
    return text(tag, vr, plain.substring(0, length).strip());
  }

  Attributes shorts(int tag, int... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(2 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      buffer.putShort((short) number);
    }
    return bytes(tag, "US", buffer.array());
  }

  Attributes ints(int tag, int... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      buffer.putInt(number);
    }
    return bytes(tag, "UL", buffer.array());
  }

  /** Tags as values. */
  Attributes pointer(int tag, int pointed) {
    ByteBuffer buffer = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort((short) (pointed >>> 16)).putShort((short) pointed);
    return bytes(tag, "AT", buffer.array());
  }

  Attributes whole(int tag, long... numbers) {
    String[] texts = new String[numbers.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = Long.toString(numbers[i]);
    }
    return text(tag, "IS", texts);
  }

  Attributes decimals(int tag, double... numbers) {
    String[] texts = new String[numbers.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = Decimal.text(numbers[i]);
    }
    return text(tag, "DS", texts);
  }

  Attributes items(int tag, List<Attributes> items) {
    values.put(tag, List.copyOf(items));
    return this;
  }

  Attributes item(int tag, Attributes item) {
    return items(tag, List.of(item));
  }

  Attributes code(int tag, CodedConcept concept) {
    return item(
        tag,
        new Attributes()
            .text(Tag.CodeValue, "SH", concept.value())
            .text(Tag.CodingSchemeDesignator, "SH", concept.scheme())
            .words(Tag.CodeMeaning, "LO", concept.meaning()));
  }

  /** A reference to an image, or to a frame of one. */
  static Attributes reference(String sopClass, String sopInstance) {
    return new Attributes()
        .text(Tag.ReferencedSOPClassUID, "UI", sopClass)
        .text(Tag.ReferencedSOPInstanceUID, "UI", sopInstance);
  }

  Attributes bytes(int tag, String vr, byte[] bytes) {
    values.put(tag, new Value(vr, bytes));
    return this;
  }

  private static byte[] padded(byte[] bytes, byte pad) {
    if (bytes.length % 2 == 0) {
      return bytes;
    }
    byte[] even = java.util.Arrays.copyOf(bytes, bytes.length + 1);
    even[bytes.length] = pad;
    return even;
  }

  /** Writes all elements in their order. */
  void writeTo(OutputStream out, boolean explicit) throws IOException {
    for (var entry : values.entrySet()) {
      if (entry.getValue() instanceof Value value) {
        head(out, entry.getKey(), value.vr, value.bytes.length, explicit);
        out.write(value.bytes);
      } else {
        byte[] items = items((List<?>) entry.getValue(), explicit);
        head(out, entry.getKey(), "SQ", items.length, explicit);
        out.write(items);
      }
    }
  }

  private static byte[] items(List<?> items, boolean explicit) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object item : items) {
      ByteArrayOutputStream one = new ByteArrayOutputStream();
      ((Attributes) item).writeTo(one, explicit);
      ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      head.putShort((short) 0xfffe).putShort((short) 0xe000).putInt(one.size());
      all.write(head.array());
      one.writeTo(all);
    }
    return all.toByteArray();
  }

  /** Writes the tag, representation and length of a value that follows. */
  static void head(OutputStream out, int tag, String vr, long length, boolean explicit)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort((short) (tag >>> 16)).putShort((short) tag);
    if (explicit) {
      head.put(vr.getBytes(StandardCharsets.US_ASCII));
      if (List.of("OB", "OW", "SQ", "UT", "UN").contains(vr)) {
        head.putShort((short) 0).putInt((int) length);
      } else {
        head.putShort((short) length);
      }
    } else {
      head.putInt((int) length);
    }
    out.write(head.array(), 0, head.position());
  }
}
