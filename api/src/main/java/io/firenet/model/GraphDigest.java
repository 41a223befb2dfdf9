package io.firenet.model;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of an ONNX file's graph, weights included, by which a {@link ModelCard} knows that it
 * is the one that it was written for: a flipped bit in a weight makes other labels without an error
 * otherwise. Only the outermost level of the file's Protocol Buffers is read.
 */
public final class GraphDigest {

  /** The number of the field {@code graph} in ONNX's {@code ModelProto}. */
  private static final int GRAPH = 7;

  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int BYTES = 2;
  private static final int FOUR_BYTES = 5;

  private GraphDigest() {}

  /**
   * {@return the digest of a file, in lower-case hexadecimal digits}
   *
   * @param model an ONNX file
   * @throws ModelException if it is no ONNX file
   * @throws IOException if it cannot be read
   */
  public static String of(Path model) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(model), 1 << 16)) {
      return of(in);
    }
  }

  /**
   * {@return the digest of a file's content}
   *
   * @param model the bytes of an ONNX file
   * @throws ModelException if it is no ONNX file
   */
  public static String of(byte[] model) throws ModelException {
    try {
      return of(new ByteArrayInputStream(model));
    } catch (ModelException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("memory can be read", e);
    }
  }

  private static String of(InputStream in) throws IOException {
    MessageDigest digest = newDigest();
    try {
      for (int first = in.read(); first >= 0; first = in.read()) {
        long key = varint(first, in);
        int kind = (int) (key & 7);
        switch (kind) {
          case VARINT -> varint(next(in), in);
          case EIGHT_BYTES -> in.skipNBytes(Long.BYTES);
          case FOUR_BYTES -> in.skipNBytes(Integer.BYTES);
          case BYTES -> {
            long length = varint(next(in), in);
            if (key >>> 3 == GRAPH) {
              digest(in, length, digest);
            } else {
              in.skipNBytes(length);
            }
          }
          default -> throw new ModelException("no ONNX model: a field of the unknown kind " + kind);
        }
      }
    } catch (EOFException e) {
      throw new ModelException("no ONNX model: it ends in the middle of a field", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** {@return a digest of no graph yet} */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void digest(InputStream in, long length, MessageDigest digest) throws IOException {
    byte[] chunk = new byte[(int) Math.min(1 << 20, Math.max(0, length))];
    for (long left = length; left > 0; ) {
      int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (read < 0) {
        throw new EOFException();
      }
      digest.update(chunk, 0, read);
      left -= read;
    }
  }

  private static int next(InputStream in) throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException();
    }
    return read;
  }

  private static long varint(int first, InputStream in) throws IOException {
    long value = first & 0x7f;
    int octet = first;
    for (int shift = 7; (octet & 0x80) != 0; shift += 7) {
      if (shift > 63) {
        throw new ModelException("no ONNX model: a number of more than 64 bits");
      }
      octet = next(in);
      value |= (octet & 0x7fL) << shift;
    }
    return value;
  }
}
