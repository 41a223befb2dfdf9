package io.firenet.format.voxel;

import io.firenet.file.RegularFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** A file's bytes, decompressed if they are compressed. */
public final class ImageInput implements Closeable {

  /** Deflate cannot shrink more than this, so a longer claim than this allows is a lie. */
  private static final long MAX_DEFLATE_RATIO = 1032;

  private static final int BUFFER_BYTES = 1 << 16;

  private enum Compression {
    NONE,
    BY_CONTENT,
    ZLIB_OR_GZIP
  }

  private final Path file;
  private final InputStream in;
  private final long fileBytes;
  private final boolean compressed;
  private long position;

  private ImageInput(Path file, InputStream in, long fileBytes, boolean compressed) {
    this.file = file;
    this.in = in;
    this.fileBytes = fileBytes;
    this.compressed = compressed;
  }

  /**
   * {@return the whole file, decompressed if its first two bytes say gzip, whatever the name}
   *
   * @param file the file to read from its first byte on
   * @throws IOException if it cannot be opened
   */
  public static ImageInput open(Path file) throws IOException {
    return open(file, 0, Compression.BY_CONTENT);
  }

  /**
   * {@return the whole file as it is}
   *
   * @param file the file to read from its first byte on
   * @throws IOException if it cannot be opened
   */
  public static ImageInput openPlain(Path file) throws IOException {
    return open(file, 0, Compression.NONE);
  }

  /**
   * {@return what follows after {@code offset} bytes, which zlib or gzip has compressed}
   *
   * @param file the file with plain bytes in front
   * @param offset how many bytes are plain
   * @throws IOException if it cannot be opened or is shorter
   */
  public static ImageInput openCompressed(Path file, long offset) throws IOException {
    return open(file, offset, Compression.ZLIB_OR_GZIP);
  }

  /**
   * {@return the plain voxels of several files, one after the other}
   *
   * @param header the file that names the others, for messages
   * @param parts the files and the part of each that is read
   * @throws IOException if one of them is missing or cannot be opened
   */
  public static ImageInput openParts(Path header, VoxelParts parts) throws IOException {
    return new ImageInput(header, parts.open(), parts.fileBytes(), false);
  }

  private static ImageInput open(Path file, long offset, Compression compression)
      throws IOException {
    RegularFile.require(file, "an image file");
    long bytes = Files.size(file);
    InputStream raw = Files.newInputStream(file);
    try {
      raw.skipNBytes(offset);
      if (compression == Compression.NONE) {
        return new ImageInput(file, raw, bytes, false);
      }
      PushbackInputStream start = new PushbackInputStream(raw, 2);
      byte[] two = start.readNBytes(2);
      start.unread(two);
      boolean gzip = two.length == 2 && two[0] == (byte) 0x1f && two[1] == (byte) 0x8b;
      if (gzip) {
        return new ImageInput(file, new GzipMembers(start, BUFFER_BYTES).begin(), bytes, true);
      }
      boolean zlib = compression == Compression.ZLIB_OR_GZIP;
      return new ImageInput(file, zlib ? inflate(start) : start, bytes, zlib);
    } catch (EOFException | ZipException damaged) {
      raw.close();
      throw new IOException(file + ": damaged compression; copy or download it again", damaged);
    } catch (IOException | RuntimeException failed) {
      raw.close();
      throw failed;
    }
  }

  /** Frees the inflater's memory with the stream. */
  private static InputStream inflate(InputStream in) {
    Inflater inflater = new Inflater();
    return new InflaterInputStream(in, inflater, BUFFER_BYTES) {
      @Override
      public void close() throws IOException {
        super.close();
        inflater.end();
      }
    };
  }

  /**
   * Fills the array from its start as far as the file reaches and returns how far.
   *
   * @param bytes takes what is read from its index 0 on
   * @param length how many bytes are wanted, at most the array's length
   * @return bytes that were read, fewer than {@code length} where the file ends
   * @throws IOException if it cannot be read or decompressed
   */
  public int read(byte[] bytes, int length) throws IOException {
    try {
      int count = in.readNBytes(bytes, 0, length);
      position += count;
      return count;
    } catch (EOFException truncated) {
      throw new IOException(
          "%s: the compressed data end early, after %s or a few more bytes; copy or download the file again"
              .formatted(file, position),
          truncated);
    } catch (ZipException damaged) {
      throw new IOException(
          "%s: damaged compressed data after %s or a few more bytes (%s); copy or download the file again"
              .formatted(file, position, damaged.getMessage()),
          damaged);
    }
  }

  /** Skips to a position ahead; true if the file reaches so far. */
  boolean skipTo(long target) throws IOException {
    byte[] skipped = new byte[BUFFER_BYTES];
    while (position < target) {
      int length = (int) Math.min(skipped.length, target - position);
      if (read(skipped, length) < length) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks that the file can hold so many bytes at all, before memory is asked for.
   *
   * @throws IOException if it cannot
   */
  void requireBytes(long offset, long bytes) throws IOException {
    long most = compressed ? fileBytes * MAX_DEFLATE_RATIO : fileBytes;
    if (offset > most || bytes > most - offset) {
      throw shorter(offset, bytes, compressed ? "at most " + most : String.valueOf(fileBytes));
    }
  }

  IOException shorter(long offset, long bytes, String found) {
    return new IOException(
        "%s: the header asks for %s bytes of voxels after %s bytes, the file has %s%s; it is truncated or its header is wrong, copy or download it again"
            .formatted(file, bytes, offset, found, compressed ? " decompressed" : ""));
  }

  long position() {
    return position;
  }

  /** Bytes that are on disk whatever the header says. */
  long fileBytes() {
    return fileBytes;
  }

  boolean isCompressed() {
    return compressed;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
