package io.firenet.launcher.stream;

import io.firenet.file.ForeignText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * What a command prints, made fit for a terminal, as names and texts of foreign files are in it;
 * see {@link ForeignText#lines}.
 */
public final class GuardedWriter extends FilterWriter {

  /** A character that means something with the next one only; 0 if there is none. */
  private char pending;

  private GuardedWriter(Writer out) {
    super(out);
  }

  /** A writer in front of another, which flushes after each line. */
  public static PrintWriter inFrontOf(Writer out) {
    return new PrintWriter(new GuardedWriter(out), true);
  }

  @Override
  public void write(int c) throws IOException {
    write(String.valueOf((char) c), 0, 1);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    String piece = text.substring(offset, offset + length);
    if (pending != 0) {
      piece = pending + piece;
      pending = 0;
    }
    char last = piece.charAt(piece.length() - 1);
    if (last == '\r' || Character.isHighSurrogate(last)) {
      pending = last;
      piece = piece.substring(0, piece.length() - 1);
    }
    out.write(ForeignText.lines(piece));
  }

  @Override
  public void flush() throws IOException {
    if (pending != 0) {
      out.write(ForeignText.lines(String.valueOf(pending)));
      pending = 0;
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    out.close();
  }
}
