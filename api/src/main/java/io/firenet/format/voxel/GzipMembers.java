package io.firenet.format.voxel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What gzip has compressed, of any number of members one after another (RFC 1952). Java's own
 * stream calls itself for each member that is empty, which ends in a stack overflow for a file of
 * some thousands. What follows after the last member is passed over, as gzip does.
 */
final class GzipMembers extends InputStream {

  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA_FIELD = 4;
  private static final int FILE_NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final int DEFLATE = 8;

  private final InputStream in;
  private final byte[] buffer;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private int next;
  private int limit;
  private boolean ended;

  /**
   * @param in at the start of the first member
   */
  GzipMembers(InputStream in, int bufferBytes) {
    this.in = in;
    this.buffer = new byte[bufferBytes];
  }

  /**
   * Reads the first member's header.
   *
   * @throws IOException if it is none or cannot be read
   */
  GzipMembers begin() throws IOException {
    if (!beginMember()) {
      throw new ZipException("not in gzip's format");
    }
    return this;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (!ended && length > 0) {
        int count = inflater.inflate(bytes, offset, length);
        if (count > 0) {
          checksum.update(bytes, offset, count);
          return count;
        } else if (inflater.finished()) {
          next = limit - inflater.getRemaining();
          endMember();
          ended = !beginMember();
        } else if (inflater.needsDictionary()) {
          throw new ZipException("a preset dictionary");
        } else if (fill()) {
          inflater.setInput(buffer, next, limit - next);
        } else {
          throw new EOFException("gzip's data end early");
        }
      }
      return length == 0 ? 0 : -1;
    } catch (DataFormatException e) {
      throw new ZipException(String.valueOf(e.getMessage()));
    }
  }

  private boolean fill() throws IOException {
    next = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /** The next byte, −1 at the end of the file. */
  private int nextByte() throws IOException {
    return next < limit || fill() ? buffer[next++] & 0xff : -1;
  }

  private int requiredByte() throws IOException {
    int value = nextByte();
    if (value < 0) {
      throw new EOFException("gzip's data end early");
    }
    return value;
  }

  private long littleEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) requiredByte() << (8 * i);
    }
    return value;
  }

  /** Reads a member's header; false if none follows. */
  private boolean beginMember() throws IOException {
    if (nextByte() != 0x1f || nextByte() != 0x8b) {
      return false;
    }
    if (requiredByte() != DEFLATE) {
      throw new ZipException("another compression than deflate");
    }
    int flags = requiredByte();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("flags of another version");
    }
    littleEndian(6); // time, extra flags, operating system
    if ((flags & EXTRA_FIELD) != 0) {
      for (long left = littleEndian(2); left > 0; left--) {
        requiredByte();
      }
    }
    for (int text : new int[] {FILE_NAME, COMMENT}) {
      while ((flags & text) != 0 && requiredByte() != 0) {
        // up to its end
      }
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      littleEndian(2);
    }
    inflater.reset();
    checksum.reset();
    inflater.setInput(buffer, next, limit - next);
    return true;
  }

  /** Compares what a member says of its content with it. */
  private void endMember() throws IOException {
    if (littleEndian(4) != checksum.getValue()) {
      throw new ZipException("the checksum differs");
    }
    if (littleEndian(4) != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException("the length differs");
    }
  }

  @Override
  public void close() throws IOException {
    ended = true;
    inflater.end();
    in.close();
  }
}
