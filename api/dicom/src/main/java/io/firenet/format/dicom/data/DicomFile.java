package io.firenet.format.dicom.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A DICOM file whose attributes have been read.
 *
 * @param source its bytes
 * @param syntax of the data set
 * @param syntaxUid its UID as the file has it, empty if the file does not say
 * @param data the attributes that were asked for, and the place of the pixels
 * @param start where the data set starts; what a deflated file has from there on is compressed
 */
public record DicomFile(
    ByteSource source, TransferSyntax syntax, String syntaxUid, DataSet data, long start) {

  private static final int PREAMBLE = 128;
  private static final int BUFFER_BYTES = 1 << 13;

  /** Deflate cannot shrink more than this. */
  private static final long MAX_DEFLATE_RATIO = 1032;

  /** Whether these are the first 132 bytes of a DICOM file. */
  public static boolean isStart(byte[] start) {
    return start.length >= PREAMBLE + 4
        && start[128] == 'D'
        && start[129] == 'I'
        && start[130] == 'C'
        && start[131] == 'M';
  }

  /**
   * Reads the attributes of a file up to its pixels.
   *
   * @param wanted which attributes to keep
   * @throws IOException if it is no DICOM, damaged or in a transfer syntax that is not read
   */
  public static DicomFile read(ByteSource source, IntPredicate wanted) throws IOException {
    byte[] start;
    try (InputStream in = source.openAt(0)) {
      start = in.readNBytes(PREAMBLE + 4);
    }
    long from = isStart(start) ? PREAMBLE + 4 : startsWithDicm(start) ? 4 : 0;
    TransferSyntax syntax;
    String uid = "";
    if (from == 0 && !startsWithMeta(start)) {
      syntax = guess(source, start);
    } else {
      try (InputStream in = new BufferedInputStream(source.openAt(from), BUFFER_BYTES)) {
        MetaHeader meta = MetaHeader.read(source, in, from);
        from = meta.end();
        uid = meta.syntax().orElse("");
        syntax = uid.isEmpty() ? guessAt(source, from) : TransferSyntax.of(uid);
      }
    }
    boolean deflated = syntax == TransferSyntax.DEFLATED;
    long size = deflated ? (source.size() - from) * MAX_DEFLATE_RATIO : source.size();
    DicomFile unread = new DicomFile(source, syntax, uid, new DataSet(syntax.order(), ""), from);
    long position = deflated ? 0 : from;
    try (InputStream in = new BufferedInputStream(unread.openAt(position), BUFFER_BYTES)) {
      DataSetParser parser = new DataSetParser(source.name(), in, position, size, syntax, wanted);
      return new DicomFile(source, syntax, uid, parser.readAll(), from);
    } catch (EOFException | ZipException e) {
      throw new IOException(source.name() + ": damaged compression; copy it again", e);
    }
  }

  /** The bytes from an offset on, as {@link Element.Deferred} counts them. */
  public InputStream openAt(long offset) throws IOException {
    if (syntax != TransferSyntax.DEFLATED) {
      return source.openAt(offset);
    }
    Inflater inflater = new Inflater(true);
    InputStream in =
        new InflaterInputStream(source.openAt(start), inflater, BUFFER_BYTES) {
          @Override
          public void close() throws IOException {
            super.close();
            inflater.end();
          }
        };
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      in.close();
      throw e instanceof EOFException
          ? new IOException(source.name() + ": the compressed data end early; copy it again", e)
          : e;
    }
  }

  private static boolean startsWithDicm(byte[] start) {
    return start.length >= 4
        && Arrays.equals(Arrays.copyOf(start, 4), "DICM".getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean startsWithMeta(byte[] start) {
    return start.length > 8 && start[0] == 2 && start[1] == 0 && start[3] == 0;
  }

  private static TransferSyntax guessAt(ByteSource source, long offset) throws IOException {
    try (InputStream in = source.openAt(offset)) {
      return guess(source, in.readNBytes(8));
    }
  }

  /** The syntax of a data set without a meta header, by its first element's tag and VR. */
  private static TransferSyntax guess(ByteSource source, byte[] start) throws IOException {
    if (start.length >= 8) {
      boolean explicit = start[4] >= 'A' && start[4] <= 'Z' && start[5] >= 'A' && start[5] <= 'Z';
      if (start[0] == 8 && start[1] == 0 && start[3] == 0) {
        return explicit ? TransferSyntax.EXPLICIT_LITTLE : TransferSyntax.IMPLICIT_LITTLE;
      }
      if (start[0] == 0 && start[1] == 8 && start[2] == 0 && explicit) {
        return TransferSyntax.EXPLICIT_BIG;
      }
    }
    throw new IOException(
        source.name() + ": expected a DICOM file, found neither its mark DICM nor a data set");
  }
}
