package io.firenet.format.nifti;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The names of an image's files: one file, or a header and an image beside each other. */
final class NiftiFiles {

  private NiftiFiles() {}

  /** The file with the header: {@code file} itself unless it is the {@code .img} of a pair. */
  static Path header(Path file) throws IOException {
    return endsWith(file, ".img") ? partner(file, ".img", ".hdr") : file;
  }

  /** The {@code .img} that belongs to a {@code .hdr}. */
  static Path image(Path header) throws IOException {
    return partner(header, ".hdr", ".img");
  }

  static boolean isHeaderOfPair(Path file) {
    return endsWith(file, ".hdr");
  }

  /** SPM's {@code .mat} that belongs to a {@code .hdr}; it need not exist. */
  static Path matrix(Path header) {
    return header.resolveSibling(stem(header, ".hdr") + ".mat");
  }

  /** What belongs to the header of a pair, and to no other image. */
  static List<Path> companions(Path file) {
    if (!isHeaderOfPair(file)) {
      return List.of();
    }
    String stem = stem(file, ".hdr");
    return Stream.of(".img", ".img.gz", ".IMG", ".IMG.GZ", ".mat")
        .map(ending -> file.resolveSibling(stem + ending))
        .toList();
  }

  /** Whether a name ends so, with or without {@code .gz}, in any case. */
  private static boolean endsWith(Path file, String suffix) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(suffix) || name.endsWith(suffix + ".gz");
  }

  private static String stem(Path file, String suffix) {
    String name = file.getFileName().toString();
    int at = name.toLowerCase(Locale.ROOT).lastIndexOf(suffix);
    return at < 0 ? name : name.substring(0, at);
  }

  private static Path partner(Path file, String from, String to) throws IOException {
    String stem = stem(file, from);
    String lower = stem + to;
    String upper = stem + to.toUpperCase(Locale.ROOT);
    for (String name : new String[] {lower, lower + ".gz", upper, upper + ".GZ"}) {
      Path candidate = file.resolveSibling(name);
      if (Files.exists(candidate)) {
        return candidate;
      }
    }
    throw new IOException(
        "%s: half of a pair, expected %s or %s.gz beside it, found neither"
            .formatted(file, lower, lower));
  }
}
