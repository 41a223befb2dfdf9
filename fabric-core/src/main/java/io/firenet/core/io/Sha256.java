package io.firenet.core.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files, by which a file is known to be the one that was written. */
public final class Sha256 {

  private static final int CHUNK = 1 << 20;

  private Sha256() {}

  /**
   * A digest of nothing yet.
   *
   * @return SHA-256
   */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * The digest so far, in lower-case hexadecimal digits; it begins anew.
   *
   * @param digest has been given what is to be digested
   * @return 64 digits
   */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The digest of a file.
   *
   * @param file any file
   * @return 64 hexadecimal digits in lower case
   * @throws IOException if it cannot be read
   */
  public static String of(Path file) throws IOException {
    MessageDigest digest = newDigest();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return hex(digest);
  }

  /**
   * Checks that a file is the one that was written.
   *
   * @param file any file
   * @param expected its digest
   * @throws IOException if it is another one or cannot be read
   */
  public static void require(Path file, String expected) throws IOException {
    String found = of(file);
    if (!found.equals(expected)) {
      throw new IOException(
          "%s is damaged: expected SHA-256 %s as it was written, found %s; restore it from a backup"
              .formatted(file, expected, found));
    }
  }
}
