package io.firenet.server.image;

import io.firenet.server.http.FileName;
import io.firenet.server.http.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Takes the files out of a zip archive, flat, under names of our own making. */
final class ZipExtraction {

  private static final int MOST_FILES = 20_000;

  private ZipExtraction() {}

  /** Whether a file is a zip archive. */
  static boolean isZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(4);
      return start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3;
    }
  }

  /**
   * Extracts an archive.
   *
   * @param mostBytes of all files together
   * @throws Refusal if it is damaged, or holds more
   */
  static void extract(Path archive, Path folder, long mostBytes) throws IOException {
    Set<String> taken = new HashSet<>();
    long left = mostBytes;
    int files = 0;
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.isDirectory() || entry.getName().matches("(.*/)?\\.[^/]*|__MACOSX/.*")) {
          continue;
        }
        if (++files > MOST_FILES) {
          throw new Refusal(413, "the archive holds more than %s files".formatted(MOST_FILES));
        }
        try (InputStream in = zip.getInputStream(entry);
            OutputStream out = Files.newOutputStream(FileName.in(folder, entry.getName(), taken))) {
          left = copy(in, out, left);
        }
      }
    } catch (ZipException | IllegalArgumentException e) {
      throw Refusal.unusable("the zip archive is damaged; make it anew");
    }
  }

  private static long copy(InputStream in, OutputStream out, long most) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = most;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      left -= read;
      if (left < 0) {
        throw new Refusal(413, "the archive holds more bytes than the server takes");
      }
      out.write(buffer, 0, read);
    }
    return left;
  }
}
