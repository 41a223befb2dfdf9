package io.firenet.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damage to valid content, the same for the same seed. */
public final class Mutations {

  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    7,
    8,
    16,
    127,
    128,
    255,
    256,
    348,
    540,
    0x7fff,
    0x8000,
    0xffff,
    1 << 24,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Float.floatToIntBits(Float.NaN),
    Float.floatToIntBits(Float.POSITIVE_INFINITY),
    Float.floatToIntBits(1e30f),
    Float.floatToIntBits(1e-40f),
    Float.floatToIntBits(-1),
    Double.doubleToLongBits(Double.NaN),
    Double.doubleToLongBits(1e300)
  };

  private static final List<String> WORDS =
      List.of(
          "",
          "0",
          "-1",
          "1e309",
          "-1e-400",
          "NaN",
          "2147483647",
          "2147483648",
          "65536",
          "9223372036854775808",
          "1e1000000000",
          "0.1",
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\\u0000",
          "[[[[[[[[",
          "% 1 2",
          "LIST",
          "../x",
          "\u0000",
          "é");

  private final Random random;

  /**
   * Mutations that follow from a seed.
   *
   * @param seed any number; the same one damages in the same way
   */
  public Mutations(long seed) {
    this.random = new Random(seed);
  }

  /**
   * One of these.
   *
   * @param choices not empty
   * @param <T> what is chosen from
   * @return each with the same probability
   */
  public <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /**
   * The bytes with one to six things wrong with them.
   *
   * @param valid a whole input; is not changed
   * @return a new array, possibly of another length
   */
  public byte[] damage(byte[] valid) {
    byte[] bytes = valid.clone();
    for (int i = random.nextInt(6); i >= 0 && bytes.length > 0; i--) {
      bytes = damageOnce(bytes);
    }
    return bytes;
  }

  private byte[] damageOnce(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2, 3 -> putEdge(bytes, at);
      case 4 -> {
        return Arrays.copyOf(bytes, random.nextBoolean() ? at : bytes.length + at);
      }
      default -> {
        int length = random.nextInt(bytes.length - at) + 1;
        int from = random.nextInt(bytes.length - length + 1);
        System.arraycopy(bytes, from, bytes, at, length);
      }
    }
    return bytes;
  }

  private void putEdge(byte[] bytes, int at) {
    int width = 2 << random.nextInt(3);
    int aligned = at / width * width;
    if (aligned + width <= bytes.length) {
      boolean big = random.nextBoolean();
      ByteBuffer edge = ByteBuffer.allocate(8);
      edge.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      edge.putLong(EDGES[random.nextInt(EDGES.length)]);
      System.arraycopy(edge.array(), big ? 8 - width : 0, bytes, aligned, width);
    }
  }

  /**
   * The text with words, lines or bytes replaced, lost or doubled.
   *
   * @param valid a whole text
   * @return the damaged text
   */
  public String damage(String valid) {
    if (random.nextInt(4) == 0) {
      return new String(
          damage(valid.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
    }
    String text = valid;
    for (int i = random.nextInt(4); i >= 0 && !text.isEmpty(); i--) {
      int from = random.nextInt(text.length());
      int to = from;
      while (to < text.length() && Character.isLetterOrDigit(text.charAt(to))) {
        to++;
      }
      String word = random.nextInt(20) == 0 ? "[".repeat(20_000) : any(WORDS);
      text = text.substring(0, from) + word + text.substring(random.nextBoolean() ? from : to);
    }
    return text;
  }

  /**
   * Text at the start, up to a blank line or the first byte that is no text, damaged as text, or
   * all damaged as bytes.
   *
   * @param valid a header in text and what follows it; is not changed
   * @return a new array, possibly of another length
   */
  public byte[] damageText(byte[] valid) {
    if (random.nextInt(3) == 0) {
      return damage(valid);
    }
    int end = 0;
    while (end < valid.length && (valid[end] >= ' ' || valid[end] == '\n')) {
      end++;
    }
    String head = new String(valid, 0, end, StandardCharsets.UTF_8);
    byte[] damaged = damage(head).getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(damaged, damaged.length + valid.length - end);
    System.arraycopy(valid, end, all, damaged.length, valid.length - end);
    return all;
  }

  /**
   * Bytes that start as a header of NIfTI-1 or 2 does and are random otherwise.
   *
   * @return 348 to 739 bytes
   */
  public byte[] randomHeader() {
    boolean second = random.nextInt(3) == 0;
    byte[] bytes = new byte[(second ? 540 : 348) + random.nextInt(200)];
    random.nextBytes(bytes);
    ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer header = ByteBuffer.wrap(bytes).order(order);
    header.putInt(0, second ? 540 : 348);
    byte[] magic = (second ? "n+2" : "n+1").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, bytes, second ? 4 : 344, 3);
    if (random.nextBoolean()) { // past the first check
      for (int axis = 0; axis < 8; axis++) {
        int side = random.nextInt(axis == 0 ? 8 : 40);
        if (second) {
          header.putLong(16 + 8 * axis, side);
        } else {
          header.putShort(40 + 2 * axis, (short) side);
        }
      }
    }
    return bytes;
  }
}
