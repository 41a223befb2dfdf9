package io.firenet.format.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Test-side DICOM files, explicit in either byte order, written without the code under test. */
public final class DicomBytes {

  public static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  public static final String ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1";

  private final ByteOrder order;
  private final TreeMap<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);

  public DicomBytes(ByteOrder order) {
    this.order = order;
  }

  public DicomBytes text(int tag, String vr, Object... values) {
    StringBuilder joined = new StringBuilder();
    for (Object value : values) {
      joined.append(joined.isEmpty() ? "" : "\\").append(value);
    }
    if (joined.length() % 2 != 0) {
      joined.append(vr.equals("UI") ? '\0' : ' ');
    }
    return put(tag, vr, joined.toString().getBytes(StandardCharsets.UTF_8));
  }

  public DicomBytes decimals(int tag, double... values) {
    Object[] texts = new Object[values.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = String.format(java.util.Locale.ROOT, "%.10f", values[i]);
    }
    return text(tag, "DS", texts);
  }

  public DicomBytes number(int tag, int value) {
    ByteBuffer bytes = ByteBuffer.allocate(2).order(order).putShort((short) value);
    return put(tag, "US", bytes.array());
  }

  public DicomBytes signed(int tag, int value) {
    ByteBuffer bytes = ByteBuffer.allocate(2).order(order).putShort((short) value);
    return put(tag, "SS", bytes.array());
  }

  public DicomBytes pixels(short[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(order);
    bytes.asShortBuffer().put(values);
    return put(0x7fe00010, "OW", bytes.array());
  }

  public DicomBytes items(int tag, DicomBytes... items) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (DicomBytes item : items) {
      byte[] bytes = item.dataSet();
      ByteBuffer head = ByteBuffer.allocate(8).order(order);
      head.putShort((short) 0xfffe).putShort((short) 0xe000).putInt(bytes.length);
      all.writeBytes(head.array());
      all.writeBytes(bytes);
    }
    return put(tag, "SQ", all.toByteArray());
  }

  public DicomBytes without(int tag) {
    elements.remove(tag);
    return this;
  }

  public DicomBytes put(int tag, String vr, byte[] value) {
    boolean wide = vr.startsWith("O") || vr.equals("SQ");
    ByteBuffer bytes = ByteBuffer.allocate((wide ? 12 : 8) + value.length).order(order);
    bytes.putShort((short) (tag >>> 16)).putShort((short) tag);
    bytes.put(vr.getBytes(StandardCharsets.US_ASCII));
    if (wide) {
      bytes.putShort((short) 0).putInt(value.length);
    } else {
      bytes.putShort((short) value.length);
    }
    elements.put(tag, bytes.put(value).array());
    return this;
  }

  private byte[] dataSet() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Map.Entry<Integer, byte[]> element : elements.entrySet()) {
      all.writeBytes(element.getValue());
    }
    return all.toByteArray();
  }

  public byte[] file() {
    String syntax = order == ByteOrder.BIG_ENDIAN ? "1.2.840.10008.1.2.2" : "1.2.840.10008.1.2.1";
    byte[] meta = new DicomBytes(ByteOrder.LITTLE_ENDIAN).text(0x00020010, "UI", syntax).dataSet();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(new byte[128]);
    all.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(meta);
    all.writeBytes(dataSet());
    return all.toByteArray();
  }

  public Path write(Path file) throws IOException {
    return Files.write(file, file());
  }
}
