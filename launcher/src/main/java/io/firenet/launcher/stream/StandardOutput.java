package io.firenet.launcher.stream;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers why something did not arrive, which print streams swallow: a full
 * disk behind {@code > FILE} is no success.
 */
public final class StandardOutput {

  private final Recorder recorder;
  private final PrintWriter writer;

  /**
   * @param out where bytes go, such as a {@link FileOutputStream} of standard output
   * @param charset their encoding
   */
  public StandardOutput(OutputStream out, Charset charset) {
    recorder = new Recorder(out);
    writer = new PrintWriter(new OutputStreamWriter(recorder, charset), true);
  }

  /** The console's encoding, or UTF-8 where there is none, since programs then read it. */
  public static Charset charset() {
    return System.console() == null ? StandardCharsets.UTF_8 : System.console().charset();
  }

  /** What prints to it. */
  public PrintWriter writer() {
    return writer;
  }

  /** The same for libraries that print to {@link System#out}. */
  public PrintStream stream(Charset charset) {
    return new PrintStream(recorder, true, charset);
  }

  /**
   * Why output was lost, once everything is written. A reader that has seen enough, such as {@code
   * head}, loses nothing.
   */
  public Optional<String> failure() {
    writer.flush();
    return Optional.ofNullable(recorder.first)
        .map(failure -> String.valueOf(failure.getMessage()))
        .filter(why -> !why.toLowerCase(Locale.ROOT).contains("broken pipe"));
  }

  /** Lets everything through and keeps the first failure. */
  private static final class Recorder extends FilterOutputStream {
    private @Nullable IOException first;

    Recorder(OutputStream out) {
      super(out);
    }

    /** An action on the stream. */
    private interface Action {
      void run() throws IOException;
    }

    private void recorded(Action action) throws IOException {
      try {
        action.run();
      } catch (IOException e) {
        first = first == null ? e : first;
        throw e;
      }
    }

    @Override
    public void write(int b) throws IOException {
      recorded(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      recorded(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      recorded(out::flush);
    }
  }
}
