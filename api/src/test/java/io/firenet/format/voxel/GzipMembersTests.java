package io.firenet.format.voxel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GzipMembersTests {

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] read(byte[] file, int buffer) throws IOException {
    try (GzipMembers in = new GzipMembers(new ByteArrayInputStream(file), buffer).begin()) {
      return in.readAllBytes();
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void membersAreOneStream() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    byte[] file = join(gzip(noise), gzip(new byte[0]), gzip(new byte[] {1, 2}), gzip(noise));
    for (int buffer : new int[] {1, 7, 512, 1 << 16}) {
      assertArrayEquals(join(noise, new byte[] {1, 2}, noise), read(file, buffer));
    }
  }

  @Test
  void aHundredThousandEmptyMembersAreNothing() throws IOException {
    byte[] empty = gzip(new byte[0]);
    byte[] file = new byte[100_000 * empty.length];
    for (int i = 0; i < file.length; i += empty.length) {
      System.arraycopy(empty, 0, file, i, empty.length);
    }
    assertEquals(0, read(file, 1 << 16).length);
    assertArrayEquals(new byte[] {5}, read(join(file, gzip(new byte[] {5})), 1 << 16));
  }

  @Test
  void optionalFieldsAreSkipped() throws IOException {
    byte[] plain = gzip("voxels".getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 3);
    out.write(2 + 4 + 8 + 16); // checksum of the header, extra field, name, comment
    out.write(plain, 4, 6);
    out.writeBytes(new byte[] {3, 0, 9, 9, 9});
    out.writeBytes(new byte[] {'a', '.', 'n', 'i', 'i', 0, 'b', 0});
    CRC32 crc = new CRC32();
    crc.update(out.toByteArray());
    out.write((int) crc.getValue());
    out.write((int) crc.getValue() >> 8);
    out.write(plain, 10, plain.length - 10);
    assertEquals(6, read(out.toByteArray(), 64).length);
  }

  @Test
  void whatFollowsIsPassedOver() throws IOException {
    byte[] file = join(gzip(new byte[] {1, 2, 3}), "more".getBytes(StandardCharsets.US_ASCII));
    assertArrayEquals(new byte[] {1, 2, 3}, read(file, 64));
  }

  /** It takes and refuses what Java's own stream does. */
  @Test
  void damageIsFoundAsByJava() throws IOException {
    byte[] text = "Lorem ipsum dolor sit amet ".repeat(20).getBytes(StandardCharsets.US_ASCII);
    byte[] valid = gzip(text);
    Random random = new Random(2);
    for (int i = 0; i < 5000; i++) {
      byte[] file = valid.clone();
      if (random.nextInt(3) == 0) {
        file = Arrays.copyOf(file, random.nextInt(file.length));
      } else {
        file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (file.length > 3 && (file[3] & 0xe0) != 0) {
        continue; // flags that the RFC has not given a meaning, at which Java does not look
      }
      byte[] expected;
      try {
        expected = new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes();
      } catch (IOException e) {
        byte[] damaged = file;
        assertThrows(IOException.class, () -> read(damaged, 64), "case " + i);
        continue;
      }
      try {
        assertArrayEquals(expected, read(file, 64), "case " + i);
      } catch (IOException e) {
        fail("case " + i, e);
      }
    }
  }
}
