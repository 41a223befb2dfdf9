package io.firenet.format.voxel;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;

/**
 * The voxels of an image that lie in several files, one after the other, equal parts each.
 *
 * @param files all below the header's folder
 * @param skip bytes before the voxels of each, or −1 if the voxels are its last bytes
 * @param bytes of voxels in each
 */
public record VoxelParts(List<Path> files, long skip, long bytes) {

  /** More slices than any scanner makes. */
  public static final int MAX_FILES = 1 << 16;

  /**
   * Keeps copies of what could change.
   *
   * @param files all below the header's folder
   * @param skip bytes before the voxels of each, or −1 if the voxels are its last bytes
   * @param bytes of voxels in each
   */
  public VoxelParts {
    files = List.copyOf(files);
  }

  /**
   * {@return the file that a header names, which must lie in the header's folder or below it, and
   * be no link that leads out of it}
   *
   * @param header the file that names the other
   * @param name the other's name, relative to the header's folder, with slashes or backslashes
   * @throws IOException if it does not, or does not exist; the message names the header
   */
  public static Path beside(Path header, String name) throws IOException {
    Path folder = header.toAbsolutePath().normalize().getParent();
    try {
      Path file = folder.resolve(name.replace('\\', '/')).normalize();
      if (file.startsWith(folder)
          && Files.isRegularFile(file)
          && file.toRealPath().startsWith(folder.toRealPath())) {
        return file;
      }
    } catch (InvalidPathException e) {
      // reported below
    }
    String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
    throw new IOException(
        "%s: the header names the file '%s' of its voxels, expected one that is in the header's folder"
            .formatted(header, shown.replaceAll("\\p{Cntrl}", "?")));
  }

  /**
   * {@return the files of a pattern such as {@code slice%03d.raw}}
   *
   * @param header the file that has the pattern
   * @param pattern a name with one number as C's {@code printf} writes it
   * @param min the first number
   * @param max the last number, which need not be reached
   * @param step from one number to the next, at least 1
   * @throws IOException if the pattern is none, or one of the files is missing
   */
  public static List<Path> numbered(Path header, String pattern, long min, long max, long step)
      throws IOException {
    if (!pattern.matches("[^%]*%0?[0-9]?d[^%]*")) {
      throw new IOException(
          "%s: expected a pattern of file names with one number such as %%03d, found '%s'"
              .formatted(header, pattern.replaceAll("\\p{Cntrl}", "?")));
    }
    if (step == 0 || (max - min) / step < 0 || (max - min) / step >= MAX_FILES) {
      throw new IOException(
          "%s: the files numbered %s to %s by %s are none or too many"
              .formatted(header, min, max, step));
    }
    List<Path> files = new ArrayList<>();
    for (long i = min; step > 0 ? i <= max : i >= max; i += step) {
      files.add(beside(header, String.format(java.util.Locale.ROOT, pattern, i)));
    }
    return files;
  }

  /** Bytes that all files have on disk. */
  long fileBytes() throws IOException {
    long sum = 0;
    for (Path file : files) {
      sum = Math.addExact(sum, Files.size(file));
    }
    return sum;
  }

  /** All voxels, each file opened when it is its turn. */
  InputStream open() throws IOException {
    for (Path file : files) {
      long size = Files.size(file);
      if (size < bytes || Math.max(0, skip) > size - bytes) {
        throw new IOException(
            "%s: expected %s bytes of voxels after %s, the file has %s; copy or download it again"
                .formatted(file, bytes, Math.max(0, skip), size));
      }
    }
    Iterator<Path> left = files.iterator();
    Enumeration<InputStream> streams =
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return left.hasNext();
          }

          @Override
          public InputStream nextElement() {
            try {
              return part(left.next());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    return files.size() == 1
        ? part(files.get(0))
        : new SequenceInputStream(files.isEmpty() ? Collections.emptyEnumeration() : streams) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            try {
              return super.read(into, offset, length);
            } catch (UncheckedIOException e) {
              throw e.getCause();
            }
          }
        };
  }

  private InputStream part(Path file) throws IOException {
    long start = skip < 0 ? Files.size(file) - bytes : skip;
    InputStream in = Files.newInputStream(file);
    try {
      in.skipNBytes(start);
      return new Limited(in, bytes);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Ends after so many bytes, whatever follows in the file. */
  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long bytes) {
      this.in = in;
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      int value = left > 0 ? in.read() : -1;
      left -= value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = left > 0 ? in.read(into, offset, (int) Math.min(length, left)) : -1;
      left -= Math.max(0, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
