package io.firenet.launcher.stream;

import io.firenet.file.ForeignText;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Standard error for logs: a message is one line, whatever names of foreign files are in it, so
 * that none can look like a message of its own.
 */
public final class GuardedLog extends PrintStream {

  public GuardedLog(OutputStream out, Charset charset) {
    super(out, true, charset);
  }

  @Override
  public void println(@Nullable String message) {
    String text = String.valueOf(message);
    // A stack trace's lines begin with a tabulator.
    String indent = text.startsWith("\t") ? "\t" : "";
    super.println(indent + ForeignText.line(text));
  }

  @Override
  public void println(@Nullable Object message) {
    println(String.valueOf(message));
  }

  @Override
  public void print(@Nullable String text) {
    super.print(ForeignText.lines(String.valueOf(text)));
  }
}
