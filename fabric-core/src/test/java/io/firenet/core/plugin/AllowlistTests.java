package io.firenet.core.plugin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowlistTests {

  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final String SIGNER = "fedcba9876543210".repeat(4);
  private static final Path JAR = Path.of("folder", "spine.jar");

  @TempDir Path folder;

  private Allowlist list(String text) throws IOException {
    return Allowlist.read(Files.writeString(folder.resolve("trusted"), text));
  }

  private static JarIdentity jar(String sha256, String... signers) {
    return new JarIdentity(sha256, Set.of(signers));
  }

  @Test
  void theHashOrASignerIsEnough() throws IOException {
    Allowlist list = list("# mine\nsha256 " + HASH + "  # spine\n\n signer\t" + SIGNER);
    list.check(JAR, jar(HASH));
    list.check(JAR, jar("a".repeat(64), SIGNER, "b".repeat(64)));
    assertThrows(PluginException.class, () -> list.check(JAR, jar("a".repeat(64))));
    assertThrows(PluginException.class, () -> list.check(JAR, jar(SIGNER, HASH)), "mixed up");
  }

  @Test
  void digitsMayBeWrittenAsKeytoolDoes() throws IOException {
    String colons = SIGNER.toUpperCase(Locale.ROOT).replaceAll("..(?!$)", "$0:");
    Allowlist list = list("SIGNER " + colons);
    assertDoesNotThrow(() -> list.check(JAR, jar(HASH, SIGNER)));
  }

  @Test
  void theMessageHasTheLineToAdd() throws IOException {
    Allowlist list = list("");
    String message =
        assertThrows(PluginException.class, () -> list.check(JAR, jar(HASH))).getMessage();
    assertEquals(
        "%s: not on the allowlist %s and therefore not started; to trust it, add the line 'sha256 %s  # spine.jar'"
            .formatted(JAR, folder.resolve("trusted"), HASH),
        message);
  }

  @Test
  void aLineThatIsNotUnderstoodIsNoList() {
    for (String line : new String[] {"sha256 12", "md5 " + HASH, HASH, "sha256 " + HASH + "0"}) {
      String message =
          assertThrows(PluginException.class, () -> list("# fine\n" + line)).getMessage();
      assertTrue(message.contains("trusted:2: expected 'sha256 HEX'"), message);
    }
    assertThrows(PluginException.class, () -> Allowlist.read(folder.resolve("none")));
    assertThrows(PluginException.class, () -> Allowlist.read(folder));
  }

  @Test
  void aFolderHasAListOfItsOwnBesideTheGeneralOne() throws IOException {
    Path jar = folder.resolve("spine.jar");
    TrustPolicy.ofFolders().check(jar, jar(HASH));
    Path general = Files.writeString(folder.resolve("general"), "sha256 " + HASH);
    TrustPolicy both = TrustPolicy.ofFile(general);
    both.check(jar, jar(HASH));
    Files.writeString(folder.resolve("allowlist"), "sha256 " + SIGNER);
    assertThrows(PluginException.class, () -> TrustPolicy.ofFolders().check(jar, jar(HASH)));
    assertThrows(PluginException.class, () -> both.check(jar, jar(HASH)));
    assertThrows(PluginException.class, () -> both.check(jar, jar(SIGNER)));
    both.check(Path.of("elsewhere", "spine.jar"), jar(HASH));
  }
}
