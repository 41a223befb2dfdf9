package io.firenet.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * What tells a jar from every other.
 *
 * @param sha256 SHA-256 of the file, in lower-case hexadecimal digits
 * @param signers SHA-256 of each certificate that signed all of the jar; none if it is not signed
 */
public record JarIdentity(String sha256, Set<String> signers) {

  private static final int SHORT_DIGITS = 12;

  public JarIdentity {
    signers = Set.copyOf(signers);
  }

  /**
   * Reads all of a jar.
   *
   * @param name what a message calls it
   * @throws PluginException if it is signed, but was changed since
   * @throws IOException if it cannot be read
   */
  public static JarIdentity of(Path jar, String name) throws IOException {
    return new JarIdentity(sha256(jar), JarSigners.of(jar, name));
  }

  /** The first digits of the hash: enough to compare by eye. */
  public String shortSha256() {
    return sha256.substring(0, SHORT_DIGITS);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = newSha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
