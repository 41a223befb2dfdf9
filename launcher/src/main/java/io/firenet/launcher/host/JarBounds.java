package io.firenet.launcher.host;

import io.firenet.core.plugin.PluginException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * How big the parts of a plugin jar may be that are read into memory or unpacked as a whole. They
 * are counted as they are unpacked, since what a jar says of its own sizes may be untrue.
 */
final class JarBounds {

  /** Of a class, a manifest, a signature; Java's own limits keep honest ones far below. */
  static final long MAX_ENTRY = 16L << 20;

  /** Of a library inside the jar, unpacked. */
  static final long MAX_LIBRARY = 1L << 30;

  static final int MAX_ENTRIES = 100_000;

  private JarBounds() {}

  /**
   * Reads what would be read whole.
   *
   * @param file what messages call the jar
   * @throws PluginException if it is no jar, or a part of it is too big
   */
  static void check(Path jar, Path file) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      checkNumber(zip.size(), file, "");
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (isLibrary(entry)) {
          try (InputStream in = zip.getInputStream(entry)) {
            checkSize(in, MAX_LIBRARY, file, entry.getName());
          }
          try (ZipInputStream in = new ZipInputStream(zip.getInputStream(entry))) {
            checkLibrary(in, file, entry.getName() + "!/");
          }
        } else if (isReadWhole(entry)) {
          try (InputStream in = zip.getInputStream(entry)) {
            checkSize(in, MAX_ENTRY, file, entry.getName());
          }
        }
      }
    } catch (ZipException | IllegalArgumentException e) { // the latter of names that are no UTF-8
      String message = "%s: not a readable jar (%s); fetch it again";
      throw new PluginException(message.formatted(file, e.getMessage()), e);
    }
  }

  private static void checkLibrary(ZipInputStream in, Path file, String library)
      throws IOException {
    int entries = 0;
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      checkNumber(++entries, file, library);
      if (isReadWhole(entry)) {
        checkSize(in, MAX_ENTRY, file, library + entry.getName());
      }
    }
  }

  private static boolean isLibrary(ZipEntry entry) {
    return entry.getName().toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  private static boolean isReadWhole(ZipEntry entry) {
    String name = entry.getName().toUpperCase(Locale.ROOT);
    return name.endsWith(".CLASS")
        || name.endsWith(".PROPERTIES")
        || name.startsWith("META-INF/")
        || name.startsWith("OSGI-INF/");
  }

  private static void checkNumber(int entries, Path file, String where) {
    if (entries > MAX_ENTRIES) {
      throw new PluginException(
          "%s: %shas more than %s entries; a plugin's jar has no use for as many"
              .formatted(file, where, MAX_ENTRIES));
    }
  }

  private static void checkSize(InputStream in, long limit, Path file, String entry)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      size += read;
      if (size > limit) {
        throw new PluginException(
            "%s: %s unpacks to more than %s MiB; it is damaged, or meant to use up the memory"
                .formatted(file, entry, limit >> 20));
      }
    }
  }
}
