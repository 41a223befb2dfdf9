package io.firenet.core.plugin;

import io.firenet.core.io.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who signed a jar. */
final class JarSigners {

  /** What a signature consists of and can therefore not cover. */
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/(MANIFEST\\.MF|[^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]*)");

  private JarSigners() {}

  /**
   * The certificates, as the SHA-256 of each, whose owners signed every entry.
   *
   * @param name what a message calls the jar
   * @throws PluginException if there is a signature that does not hold for every entry
   */
  static Set<String> of(Path jar, String name) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), true)) {
      List<JarEntry> all = file.stream().toList();
      boolean signed = all.stream().anyMatch(entry -> isSignature(entry, ".SF"));
      return signed ? verify(file, all, name) : Set.of();
    } catch (SecurityException e) {
      throw changed(name, e.getMessage());
    }
  }

  private static Set<String> verify(JarFile file, List<JarEntry> entries, String name)
      throws IOException {
    Set<String> common = null;
    for (JarEntry entry : entries) {
      if (entry.isDirectory() || isSignature(entry, "")) {
        continue;
      }
      try (InputStream in = file.getInputStream(entry)) {
        in.transferTo(OutputStream.nullOutputStream()); // signers are known after the last byte
      }
      Set<String> fingerprints = fingerprints(entry.getCodeSigners());
      if (fingerprints.isEmpty()) {
        throw changed(name, "no valid signature for " + entry.getName());
      }
      if (common == null) {
        common = fingerprints;
      } else {
        common.retainAll(fingerprints);
      }
    }
    return common == null ? Set.of() : common;
  }

  private static boolean isSignature(JarEntry entry, String ending) {
    String name = entry.getName().toUpperCase(Locale.ROOT);
    return SIGNATURE.matcher(name).matches() && name.endsWith(ending);
  }

  private static Set<String> fingerprints(CodeSigner @Nullable [] signers) {
    Set<String> all = new HashSet<>();
    if (signers != null) {
      for (CodeSigner signer : signers) {
        all.add(fingerprint(signer.getSignerCertPath().getCertificates().get(0)));
      }
    }
    return all;
  }

  private static String fingerprint(Certificate certificate) {
    try {
      return HexFormat.of().formatHex(Sha256.newDigest().digest(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }

  private static PluginException changed(String name, String why) {
    String message =
        "%s: was changed after it was signed, or its signature is of a kind that Java no longer accepts (%s); get the jar from its author again";
    return new PluginException(message.formatted(name, why));
  }
}
