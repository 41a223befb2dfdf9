package io.firenet.launcher.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.TrustPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;
import org.example.plugin.Spine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars signed by a key that is made for the occasion. */
class SignedPluginTests {

  private static final char[] PASSWORD = "throw-away".toCharArray();

  @TempDir static Path shared;

  private static KeyStore keys;
  private static Path unsigned;

  @TempDir Path folder;

  private Path signed;

  @BeforeAll
  static void makeKeys() throws Exception {
    Path store = shared.resolve("keys.p12");
    for (String alias : List.of("author", "stranger")) {
      makeKey(store, alias);
    }
    keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    unsigned = PluginJars.build(shared.resolve("spine.jar"), Spine.class);
  }

  private static void makeKey(Path store, String alias) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD),
                    "-alias",
                    alias,
                    "-dname",
                    "CN=" + alias,
                    "-keyalg",
                    "EC"))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  @BeforeEach
  void sign() throws Exception {
    signed = folder.resolve("spine.jar");
    var key =
        (KeyStore.PrivateKeyEntry)
            keys.getEntry("author", new KeyStore.PasswordProtection(PASSWORD));
    try (ZipFile in = new ZipFile(unsigned.toFile());
        OutputStream out = Files.newOutputStream(signed)) {
      new JarSigner.Builder(key).build().sign(in, out);
    }
  }

  private static String fingerprint(String alias) throws Exception {
    byte[] certificate = keys.getCertificate(alias).getEncoded();
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
  }

  private TrustPolicy onlySigner(String alias) throws Exception {
    return TrustPolicy.ofFile(
        Files.writeString(folder.resolve("trusted"), "signer " + fingerprint(alias)));
  }

  private static InstalledPlugin start(Path jar, TrustPolicy trust) {
    try (FelixPluginHost host = FelixPluginHost.start(List.of(jar), trust)) {
      return host.inventory().plugins().get(0);
    }
  }

  private static void assertRefused(InstalledPlugin plugin, String part) {
    assertEquals(List.of(), plugin.brings());
    assertEquals(1, plugin.problems().size(), plugin::toString);
    String problem = plugin.problems().get(0);
    assertTrue(problem.startsWith(plugin.source().file()) && problem.contains(part), problem);
  }

  private void edit(String entry, byte[] content) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(signed)) {
      Files.write(zip.getPath(entry), content);
    }
  }

  @Test
  void aTrustedSignerIsEnough() throws Exception {
    InstalledPlugin plugin = start(signed, onlySigner("author"));
    assertEquals(List.of(), plugin.problems());
    assertEquals("dataset bones-spine", plugin.describeBrings());
    assertEquals(List.of(fingerprint("author")), List.copyOf(plugin.identity().get().signers()));
  }

  @Test
  void anotherSignerIsNot() throws Exception {
    assertRefused(start(signed, onlySigner("stranger")), "not on the allowlist");
  }

  @Test
  void noSignerIsNot() throws Exception {
    assertRefused(start(unsigned, onlySigner("author")), "not on the allowlist");
  }

  @Test
  void aChangedClassIsRefusedWithAndWithoutAllowlist() throws Exception {
    edit("org/example/plugin/Spine.class", new byte[] {1, 2, 3});
    assertRefused(start(signed, onlySigner("author")), "was changed after it was signed");
    assertRefused(start(signed, TrustPolicy.ofFolders()), "was changed after it was signed");
  }

  @Test
  void anAddedClassIsRefused() throws Exception {
    byte[] code;
    try (InputStream in = Spine.class.getResourceAsStream("Spine.class")) {
      code = in.readAllBytes();
    }
    edit("org/example/plugin/Added.class", code);
    assertRefused(start(signed, onlySigner("author")), "org/example/plugin/Added.class");
  }

  @Test
  void aChangedManifestIsRefused() throws Exception {
    String manifest;
    try (FileSystem zip = FileSystems.newFileSystem(signed)) {
      manifest = Files.readString(zip.getPath("META-INF/MANIFEST.MF"));
    }
    edit("META-INF/MANIFEST.MF", manifest.replace("1.0.0", "1.0.1").getBytes(UTF_8));
    assertRefused(start(signed, onlySigner("author")), "was changed after it was signed");
  }

  @Test
  void aJarWithoutItsSignatureIsAsGoodAsUnsigned() throws Exception {
    try (FileSystem zip = FileSystems.newFileSystem(signed)) {
      Files.delete(zip.getPath("META-INF/SIGNER.SF"));
    }
    assertRefused(start(signed, onlySigner("author")), "not on the allowlist");
  }
}
