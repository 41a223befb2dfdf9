package io.firenet.core.plugin;

import io.firenet.core.io.Sha256;
import java.io.IOException;
import java.nio.file.Path;
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
   * @param jar the jar's file
   * @param name what a message calls it
   * @return the hash of its bytes, and who signed all of it
   * @throws PluginException if it is signed, but was changed since
   * @throws IOException if it cannot be read
   */
  public static JarIdentity of(Path jar, String name) throws IOException {
    return new JarIdentity(Sha256.of(jar), JarSigners.of(jar, name));
  }

  /**
   * The first digits of the hash: enough to compare by eye.
   *
   * @return hexadecimal digits in lower case
   */
  public String shortSha256() {
    return sha256.substring(0, SHORT_DIGITS);
  }
}
