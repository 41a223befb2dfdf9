package io.firenet.format.dicom.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that can be read again and again: a file, or an entry of an archive. */
public interface ByteSource {

  /** What messages call it. */
  String name();

  /** How many bytes there are at most. */
  long size();

  /** Starts at a byte. */
  InputStream openAt(long offset) throws IOException;

  /** A regular file. */
  static ByteSource of(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file
              + (Files.exists(file)
                  ? ": expected a DICOM file, found none that is regular"
                  : ": there is no such file"));
    }
    long size = Files.size(file);
    return new ByteSource() {
      @Override
      public String name() {
        return file.toString();
      }

      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream openAt(long offset) throws IOException {
        var channel = Files.newByteChannel(file);
        try {
          return java.nio.channels.Channels.newInputStream(channel.position(offset));
        } catch (IOException | RuntimeException e) {
          channel.close();
          throw e;
        }
      }
    };
  }
}
