package io.firenet.launcher.host;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.PluginException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.example.plugin.Spine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a jar unpacks to is counted before it is read into memory. */
public class JarBoundsTests {

  @TempDir Path folder;

  /** A small jar with one entry of zeros that is one byte too long. */
  public static Path bomb(Path jar, String entry) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar)) {
      zeros(out, entry);
    }
    return jar;
  }

  private static void zeros(OutputStream to, String entry) throws IOException {
    ZipOutputStream out = new ZipOutputStream(to);
    out.putNextEntry(new ZipEntry(entry));
    byte[] zeros = new byte[1 << 20];
    for (long written = 0; written < JarBounds.MAX_ENTRY; written += zeros.length) {
      out.write(zeros);
    }
    out.write(0);
    out.closeEntry();
    out.finish();
  }

  private void assertRefused(Path jar, String entry) {
    String message =
        assertThrows(PluginException.class, () -> JarBounds.check(jar, jar)).getMessage();
    assertTrue(message.startsWith(jar + ": " + entry + " unpacks to more than 16 MiB"), message);
  }

  @Test
  void classesManifestsAndSignaturesAreBounded() throws IOException {
    for (String entry : new String[] {"a/B.class", "META-INF/MANIFEST.MF", "META-INF/A.SF"}) {
      assertRefused(bomb(folder.resolve("bomb.jar"), entry), entry);
    }
  }

  @Test
  void soAreThoseOfALibraryInside() throws IOException {
    ByteArrayOutputStream library = new ByteArrayOutputStream();
    zeros(library, "a/B.class");
    Path jar = folder.resolve("outer.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("lib/inner.jar"));
      out.write(library.toByteArray());
      out.closeEntry();
    }
    assertRefused(jar, "lib/inner.jar!/a/B.class");
  }

  @Test
  void whatIsNotReadWholeMayBeLong() throws IOException {
    Path jar = bomb(folder.resolve("atlas.jar"), "org/example/atlas.nii");
    assertDoesNotThrow(() -> JarBounds.check(jar, jar));
    Path good = PluginJars.build(folder.resolve("good.jar"), Spine.class);
    assertDoesNotThrow(() -> JarBounds.check(good, good));
  }
}
