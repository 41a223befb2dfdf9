package io.firenet.core.report.training;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorFlow's {@code Event} message in a TFRecord: its length as 8 bytes, little-endian, the
 * masked CRC-32C of these, the message, and the masked CRC-32C of it. Of the message (protocol
 * buffers) it writes {@code wall_time = 1}, {@code step = 2}, {@code file_version = 3} and {@code
 * summary = 5}, and of a summary's values {@code tag = 1} and {@code simple_value = 2}.
 */
final class EventRecord {

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int MASK_DELTA = 0xa282ead8;

  private EventRecord() {}

  /** What a file begins with. */
  static byte[] version(double wallTime) {
    Message event = new Message();
    event.real(1, wallTime);
    event.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    return record(event.content());
  }

  /**
   * Figures of an epoch.
   *
   * @param wallTime seconds since 1970
   * @param figures by their tags
   */
  static byte[] scalars(double wallTime, long step, Map<String, Double> figures) {
    Message summary = new Message();
    figures.forEach(
        (tag, value) -> {
          Message one = new Message();
          one.bytes(1, tag.getBytes(StandardCharsets.UTF_8));
          one.single(2, value.floatValue());
          summary.bytes(1, one.content());
        });
    Message event = new Message();
    event.real(1, wallTime);
    event.whole(2, step);
    event.bytes(5, summary.content());
    return record(event.content());
  }

  private static byte[] record(byte[] message) {
    ByteBuffer record =
        ByteBuffer.allocate(8 + 4 + message.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(message.length);
    record.putInt(maskedCrc(record.array(), 0, 8));
    record.put(message);
    record.putInt(maskedCrc(message, 0, message.length));
    return record.array();
  }

  private static int maskedCrc(byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, count);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  /** A protocol buffers message. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void whole(int field, long value) {
      varint((field << 3) | VARINT);
      varint(value);
    }

    void real(int field, double value) {
      varint((field << 3) | FIXED_64);
      out.writeBytes(little(8).putDouble(value).array());
    }

    void single(int field, float value) {
      varint((field << 3) | FIXED_32);
      out.writeBytes(little(4).putFloat(value).array());
    }

    void bytes(int field, byte[] value) {
      varint((field << 3) | BYTES);
      varint(value.length);
      out.writeBytes(value);
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    private static ByteBuffer little(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] content() {
      return out.toByteArray();
    }
  }
}
